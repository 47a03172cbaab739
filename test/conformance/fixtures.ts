import { readdirSync, readFileSync } from 'node:fs';
import type { JsonValue, KtofDelimiter } from 'nestjs-kaizen/ktof';

const FIXTURES = new URL('../../node_modules/@toon-format/spec/tests/fixtures/', import.meta.url);

/** One case of the conformance suite published with the TOON specification. */
export interface Fixture {
  readonly category: 'encode' | 'decode';
  /** Folder and file, as `decode/objects.json`. */
  readonly file: string;
  readonly name: string;
  readonly input: JsonValue;
  readonly expected: JsonValue;
  readonly shouldError?: boolean;
  readonly options?: {
    readonly delimiter?: KtofDelimiter;
    readonly indent?: number;
    readonly strict?: boolean;
    readonly keyFolding?: string;
    readonly flattenDepth?: number;
    readonly expandPaths?: string;
  };
}

function fixturesIn(category: Fixture['category']): Fixture[] {
  return readdirSync(new URL(category, FIXTURES)).flatMap((name) => {
    const file = `${category}/${name}`;
    const { tests } = JSON.parse(readFileSync(new URL(file, FIXTURES), 'utf8')) as {
      tests: Omit<Fixture, 'category' | 'file'>[];
    };
    return tests.map((test) => ({ ...test, category, file }));
  });
}

/** Every published case, encoding first, in the order of the files. */
export function loadFixtures(): Fixture[] {
  return [...fixturesIn('encode'), ...fixturesIn('decode')];
}
