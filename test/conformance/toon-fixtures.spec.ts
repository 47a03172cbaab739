import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from 'nestjs-kaizen/ktof';
import { firstDifference } from '../support/json-arbitraries.js';
import { ourOutcome, ours, theirOutcome, theirs, type Codec, type Outcome } from './codecs.js';
import { EXCLUDED_FIXTURES } from './excluded-fixtures.js';
import { loadFixtures, type Fixture } from './fixtures.js';

/** Options TOON 4 no longer has (keyFolding, flattenDepth, expandPaths) are not passed on. */
function run(codec: Codec, { category, input, options = {} }: Fixture): JsonValue {
  const { delimiter, indent, strict } = options;
  if (category === 'encode') return codec.encode(input, { delimiter, indent });
  return codec.decode(input as string, { indent, strict });
}

function published({ shouldError, expected }: Fixture): Outcome<JsonValue> {
  return shouldError ? { rejected: true } : { value: expected };
}

function isExcluded({ file, name }: Fixture): boolean {
  return EXCLUDED_FIXTURES.some((entry) => entry.file === file && entry.names.includes(name));
}

const fixtures = loadFixtures();
const held = fixtures.filter((fixture) => !isExcluded(fixture));
const excluded = fixtures.filter(isExcluded);

describe('the conformance suite published with the TOON specification', () => {
  it('is there in full, and the list of excluded cases names only cases of it, once each', () => {
    expect(fixtures).toHaveLength(400);
    expect(excluded).toHaveLength(EXCLUDED_FIXTURES.flatMap(({ names }) => names).length);
  });

  it.each(held)('$file: $name', (fixture) => {
    const outcome = ourOutcome(() => run(ours, fixture));

    expect(firstDifference(outcome, published(fixture))).toBeUndefined();
    expect(JSON.stringify(outcome)).toBe(JSON.stringify(published(fixture)));
  });
});

describe('the published cases that TOON 4 took back', () => {
  it.each(excluded)('$file: $name: the reference library fails it too', (fixture) => {
    const reference = theirOutcome(() => run(theirs, fixture));

    expect(firstDifference(reference, published(fixture))).toBeDefined();
  });

  it.each(excluded)('$file: $name: does what the reference library does', (fixture) => {
    const reference = theirOutcome(() => run(theirs, fixture));
    const outcome = ourOutcome(() => run(ours, fixture));

    expect(firstDifference(outcome, reference)).toBeUndefined();
    expect(JSON.stringify(outcome)).toBe(JSON.stringify(reference));
  });
});
