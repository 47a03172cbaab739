import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decode, encode } from 'nestjs-kaizen/ktof';
import { anyTexts, jsonValues } from '../support/json-arbitraries.js';
import { INDENTS, ourOutcome } from './codecs.js';
import { failureOf } from './failure.js';
import { fuzzTexts } from './fuzz-texts.js';
import { mutations } from './mutations.js';
import { PROFILES, shapes } from './options-matrix.js';
import { roundTripLoss } from './round-trip.js';

/** What this package writes, in any profile, with a few lines or characters changed. */
const damagedTexts = fc
  .tuple(jsonValues(anyTexts), shapes, mutations)
  .map(([value, shape, mutate]) => mutate(encode(value, shape)));

const texts = fc.oneof({ weight: 3, arbitrary: fuzzTexts }, { weight: 1, arbitrary: damagedTexts });

const options = fc.record({
  strict: fc.boolean(),
  indent: fc.constantFrom(undefined, ...INDENTS),
});

describe('decoding any text', () => {
  it('gives a value, or a KaizenFormatError with a place in the text', () => {
    fc.assert(
      fc.property(texts, options, (text, choice) => {
        const failure = failureOf(() => decode(text, choice));
        if (failure === undefined) return;
        expect(failure).toMatchObject({ name: 'KaizenFormatError' });
        const { line, column } = failure as { line: number; column: number };
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(text.split('\n').length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(Number.isInteger(line) && Number.isInteger(column)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });

  it('gives values that can be written and read again', () => {
    fc.assert(
      fc.property(texts, options, (text, choice) => {
        const outcome = ourOutcome(() => decode(text, choice));
        if (!('value' in outcome)) return;
        const losses = PROFILES.map((profile) => roundTripLoss(outcome.value, { profile }));
        expect(losses).toEqual(PROFILES.map(() => undefined));
      }),
      { numRuns: 8000 },
    );
  });
});
