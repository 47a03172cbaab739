import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/*
 * Every `ts` block of README.md and docs/*.md is a module of its own that must compile against lib.
 * A block marked `ts run` is run too, and when a `text` block follows it, it prints exactly that.
 */
const ROOT = path.resolve(import.meta.dirname, '../..');
const SCRATCH = path.join(ROOT, '.cache/snippets');

interface Snippet {
  /** Where it is: `README.md:42`. */
  readonly place: string;
  readonly file: string;
  readonly code: string;
  readonly runs: boolean;
  /** What it must print, if the document says so. */
  readonly prints?: string;
}

const FENCE = /^```(ts|ts run)\n([^]*?)^```$(?:\s*^```text\n([^]*?)^```$)?/gm;

function documents(): string[] {
  const docs = path.join(ROOT, 'docs');
  const pages = existsSync(docs) ? readdirSync(docs).filter((name) => name.endsWith('.md')) : [];
  return ['README.md', ...pages.map((name) => `docs/${name}`)];
}

function snippetsOf(document: string): Snippet[] {
  const source = path.join(ROOT, document);
  if (!existsSync(source)) return [];
  const text = readFileSync(source, 'utf8');
  return [...text.matchAll(FENCE)].map(({ index, 1: mark, 2: code = '', 3: prints }) => {
    const place = `${document}:${text.slice(0, index).split('\n').length}`;
    const file = path.join(SCRATCH, `${place.replaceAll(/[^\w]+/g, '-')}.ts`);
    return { place, file, code, runs: mark === 'ts run', prints };
  });
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) =>
    ts.sys.readFile(file),
  ) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options;
}

function describeDiagnostic({ file, start, messageText }: ts.Diagnostic): string {
  const line = file ? file.getLineAndCharacterOfPosition(start ?? 0).line + 1 : 0;
  return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
}

async function outputOf(file: string): Promise<string> {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    await import(file);
    return log.mock.calls
      .map((args) => args.join(' '))
      .join('\n')
      .trim();
  } finally {
    log.mockRestore();
  }
}

const snippets = documents().flatMap(snippetsOf);

describe('the documents', () => {
  let program: ts.Program;
  beforeAll(() => {
    rmSync(SCRATCH, { recursive: true, force: true });
    mkdirSync(SCRATCH, { recursive: true });
    for (const { file, code } of snippets) writeFileSync(file, code);
    program = ts.createProgram(
      snippets.map(({ file }) => file),
      compilerOptions(),
    );
  }, 60_000);
  afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

  it('show code: README.md is there and has `ts` blocks', () => {
    expect(existsSync(path.join(ROOT, 'README.md'))).toBe(true);
    expect(snippets.filter(({ place }) => place.startsWith('README.md'))).not.toEqual([]);
  });

  it('show code that compiles', () => {
    const faults = snippets.flatMap(({ place, file }) => {
      const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
      return found.map((diagnostic) => `${place}, ${describeDiagnostic(diagnostic)}`);
    });
    expect(faults).toEqual([]);
  });

  it('show what the code prints', async () => {
    for (const { place, file, prints } of snippets.filter(({ runs }) => runs)) {
      const printed = await outputOf(file);
      expect({ place, printed }).toEqual({ place, printed: prints?.trim() ?? printed });
    }
  });
});
