import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type KaizenError, KaizenAPIError, KaizenConnectionError } from 'nestjs-kaizen';
import { KaizenProviderError } from 'nestjs-kaizen/providers';
import { run } from '../../../scripts/support/run.mjs';
import { EVERY_ERROR } from '../../support/every-error.js';

const PAGE = 'docs/TROUBLESHOOTING.md';
const TEXT = readFileSync(PAGE, 'utf8');

/** The sections of the page by their anchors. */
const SECTIONS = new Map(
  TEXT.split(/^(?=## )/m)
    .slice(1)
    .map((section) => [anchorOf(section.slice(3, section.indexOf('\n'))), section]),
);

const ERRORS: readonly KaizenError[] = [
  ...EVERY_ERROR,
  new KaizenConnectionError('No.', 'tls'),
  new KaizenProviderError('No.', { provider: 'openai', kind: 'overloaded' }),
];
const HELPED = ERRORS.filter(({ help }) => help !== undefined);

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

/** The classes that a section is about: it names them, or the table before it does. */
function subjectsOf([anchor, section]: readonly [string, string]): string[] {
  const rows = TEXT.split('\n').filter((line) => line.includes(`](#${anchor})`));
  return [section, ...rows].flatMap((text) => text.match(/\bKaizen\w+Error\b/g) ?? []);
}

describe('what an error tells of the page about it', () => {
  let packed: string[] = [];
  beforeAll(async () => {
    const args = ['pack', '--dry-run', '--json', '--silent', '--ignore-scripts'];
    const told = await run('npm', args);
    const [tarball] = JSON.parse(told.slice(told.indexOf('['))) as [{ files: { path: string }[] }];
    packed = tarball.files.map((file) => `nestjs-kaizen/${file.path}`);
  });

  it.each(HELPED.map((error) => [error.code, error] as const))(
    'is a section of the package, for %s',
    (_code, { help }) => {
      const [file, anchor] = help!.split('#');
      expect(packed).toContain(file);
      expect([...SECTIONS.keys()]).toContain(anchor);
    },
  );

  it('leads on to files of the package alone', () => {
    const links = [...TEXT.matchAll(/\]\(([^)#]+)/g)].map(([, link]) => link!);
    const missing = links.filter(
      (link) => !packed.includes(path.posix.join('nestjs-kaizen/docs', link)),
    );
    expect(missing).toEqual([]);
    expect(links.length).toBeGreaterThan(5);
  });

  it('is there for every error that has a section', () => {
    const subjects = new Set([...SECTIONS].flatMap(subjectsOf));
    // The base of those that the other rows name.
    subjects.delete('KaizenRequestError');
    const helped = new Set(HELPED.map(({ name }) => name));
    expect([...subjects].filter((name) => !helped.has(name))).toEqual([]);
    expect(subjects.size).toBeGreaterThanOrEqual(7);
  });

  it('is where the error or its status stands', () => {
    for (const { name, help, ...facts } of HELPED) {
      const anchor = help!.split('#')[1]!;
      const about = subjectsOf([anchor, SECTIONS.get(anchor)!]);
      const isAbout = about.includes(name) || anchor === 'certificates' || 'statusCode' in facts;
      expect({ name, isAbout }).toEqual({ name, isAbout: true });
    }
  });

  it('ends the message, once, and is in what a log gets', () => {
    const { help, message } = new KaizenConnectionError('No way. Try again.', 'dns');
    expect(message).toBe(`No way. Try again. See ${help}.`);
    expect(new KaizenConnectionError(message, 'dns').message).toBe(message);
    for (const error of HELPED) expect(error.toJSON()).toMatchObject({ help: error.help });
  });

  it('tells certificates from other ways to lose a connection', () => {
    expect(new KaizenConnectionError('No.', 'tls').help).toMatch(/#certificates$/);
    expect(new KaizenConnectionError('No.', 'dns').help).toMatch(/#the-service-is-not-reached$/);
  });

  it('is in no message that an app answers to its own clients', () => {
    const told = ERRORS.filter(
      (error) => error instanceof KaizenAPIError && [400, 410, 413, 422].includes(error.statusCode),
    );
    expect(told).toHaveLength(3);
    expect(told.filter(({ message }) => message.includes('docs/'))).toEqual([]);
  });
});
