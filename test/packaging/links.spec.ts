import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDERS = [
  '.',
  'docs',
  'bench',
  ...readdirSync(path.join(ROOT, 'sample')).map((name) => `sample/${name}`),
];
const PAGES = FOLDERS.flatMap(pagesIn);

function pagesIn(folder: string): string[] {
  const full = path.join(ROOT, folder);
  if (!statSync(full).isDirectory()) return [];
  return readdirSync(full)
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name));
}

function proseOf(page: string): string {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  return text.replace(/^( *)(`{3,})[^]*?^\1\2$/gm, '');
}

function linksOf(page: string): string[] {
  const prose = proseOf(page).replace(/`[^`\n]*`/g, '');
  // GitHub's own pages of a repository are no files of it.
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target) && !target.startsWith('../../actions/'));
}

/** The anchors of a page, as GitHub makes them of headings. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  const seen = new Map<string, number>();
  for (const [, heading] of proseOf(page).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const slug = heading!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    anchors.add(times === 0 ? slug : `${slug}-${times}`);
  }
  return anchors;
}

function isBroken(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : path.join(path.dirname(page), decodeURI(file));
  if (!existsSync(path.join(ROOT, target))) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
}

describe('links', () => {
  it.each(PAGES)('lead somewhere: %s', (page) => {
    expect(linksOf(page).filter((link) => isBroken(page, link))).toEqual([]);
  });

  it('are there, and a broken one is found', () => {
    expect(PAGES.flatMap(linksOf).length).toBeGreaterThan(100);
    expect(isBroken('README.md', 'docs/nothing.md')).toBe(true);
    expect(isBroken('README.md', 'docs/errors.md#nothing-of-the-kind')).toBe(true);
    expect(isBroken('README.md', '#tests')).toBe(false);
  });
});
