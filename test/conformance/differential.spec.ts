import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstDifference, jsonValues, wellFormedTexts } from '../support/json-arbitraries.js';
import {
  DELIMITERS,
  INDENTS,
  ourOutcome,
  ours,
  theirOutcome,
  theirs,
  type ToonOptions,
} from './codecs.js';
import { mutations } from './mutations.js';
import { loadRealData } from './real-data.js';
import { isBeyondToon } from './superset.js';

const values = jsonValues(wellFormedTexts);
const options = fc.record({
  delimiter: fc.constantFrom(...DELIMITERS),
  indent: fc.constantFrom(1, 2, 2, 2, 3, 4, 5, 6, 7, 8),
});

/** Texts that the reference library wrote, with a few lines or characters changed. */
const damagedTexts = fc
  .tuple(values, options, mutations)
  .map(([value, choice, mutate]) => ({ text: mutate(theirs.encode(value, choice)), choice }));

/** Every delimiter with every indent. */
const COMBINATIONS = DELIMITERS.flatMap((delimiter) =>
  INDENTS.map((indent) => ({ delimiter, indent })),
);

/** Same values, same order of keys, or rejected by both: what `theirs` made of it, where it is not. */
function readingDifference(text: string, choice: ToonOptions): unknown {
  const reference = theirOutcome(() => theirs.decode(text, choice));
  const outcome = ourOutcome(() => ours.decode(text, choice));
  const same = firstDifference(outcome, reference) === undefined;
  return same && JSON.stringify(outcome) === JSON.stringify(reference) ? undefined : reference;
}

describe('against the reference library, on generated values', () => {
  it('writes the same text and reads it the same', () => {
    fc.assert(
      fc.property(values, options, (value, choice) => {
        const text = theirs.encode(value, choice);
        fc.pre(!text.startsWith('KTOF:\n'));
        expect(ours.encode(value, choice)).toBe(text);
        expect(readingDifference(text, choice)).toBeUndefined();
      }),
      { numRuns: 6000 },
    );
  });

  it('quotes a key that would be taken for the prefix, the one text that is not the same', () => {
    const value = { KTOF: {}, a: 1 };

    expect(theirs.encode(value)).toBe('KTOF:\na: 1');
    expect(ours.encode(value)).toBe('"KTOF":\na: 1');
    expect(theirs.decode('"KTOF":\na: 1')).toEqual(value);
    expect(ours.decode('"KTOF":\na: 1')).toEqual(value);
  });

  it.each([
    { mode: 'strict', strict: true, numRuns: 10_000 },
    { mode: 'not strict', strict: false, numRuns: 5000 },
  ])('reads damaged text the same or rejects it too, $mode', ({ strict, numRuns }) => {
    fc.assert(
      fc.property(damagedTexts, ({ text, choice }) => {
        fc.pre(!isBeyondToon(text));
        expect(readingDifference(text, { ...choice, strict })).toBeUndefined();
      }),
      { numRuns },
    );
  });

  it('leaves most damaged texts to compare, some of them valid and some not', () => {
    const compared = fc.sample(damagedTexts, 1000).filter(({ text }) => !isBeyondToon(text));
    const read = compared.filter(({ text, choice }) => {
      return 'value' in theirOutcome(() => theirs.decode(text, choice));
    });

    expect(compared.length).toBeGreaterThan(650);
    expect(read.length).toBeGreaterThan(200);
    expect(read.length).toBeLessThan(compared.length - 200);
  });
});

describe('against the reference library, on real data', () => {
  it.each(loadRealData())('$name: same text, same reading', ({ value }) => {
    for (const choice of COMBINATIONS) {
      const text = theirs.encode(value, choice);
      // Not `toBe`: a difference between long texts takes minutes to print.
      expect(ours.encode(value, choice) === text).toBe(true);
      expect(readingDifference(text, choice)).toBeUndefined();
    }
  });
});
