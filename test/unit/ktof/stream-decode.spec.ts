import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { encode } from 'nestjs-kaizen/ktof';
import { LONE_SURROGATES } from '../../conformance/edge-texts.js';
import { loadFixtures } from '../../conformance/fixtures.js';
import { fuzzTexts } from '../../conformance/fuzz-texts.js';
import { LONG_TEXTS, MALFORMED_TEXTS } from '../../conformance/hostile-texts.js';
import { mutations } from '../../conformance/mutations.js';
import { shapes } from '../../conformance/options-matrix.js';
import { ADDITIONS, BROKEN_BRACKETS } from '../../conformance/superset-cases.js';
import { anyTexts, jsonValues, wellFormedTexts } from '../../support/json-arbitraries.js';
import { cpuMs, PATIENCE_MS } from '../../support/patience.js';
import { assemble, cut, cuts, decodeOutcome, streamOutcome } from './stream-helpers.js';

const values = jsonValues(anyTexts);
const written = fc.tuple(values, shapes).map(([value, shape]) => encode(value, shape));
const writtenJson = fc
  .tuple(values, fc.constantFrom(undefined, 1, '\t'))
  .map(([value, indent]) => JSON.stringify(value, undefined, indent));
const damaged = fc
  .tuple(fc.oneof(written, writtenJson), mutations)
  .map(([text, mutate]) => mutate(text));
const options = fc.record({
  strict: fc.boolean(),
  indent: fc.constantFrom(undefined, undefined, 1, 2, 4),
  maxDepth: fc.constantFrom(undefined, undefined, undefined, 2),
});
const valid = fc.oneof(written, writtenJson);
const any = fc.oneof({ weight: 3, arbitrary: fuzzTexts }, { weight: 2, arbitrary: damaged }, valid);

jest.setTimeout(60_000);

describe('a stream of chunks cut anywhere', () => {
  it('ends in what decode gives for the whole text, or in the same error', async () => {
    await fc.assert(
      fc.asyncProperty(any, cuts, options, async (text, places, choice) => {
        const { json, failure } = await streamOutcome(cut(text, places), choice);
        expect({ json, failure }).toEqual({
          json: undefined,
          failure: undefined,
          ...decodeOutcome(text, choice),
        });
      }),
      { numRuns: 6000 },
    );
  });

  it('may be bytes, cut inside of characters too', async () => {
    const texts = fc
      .tuple(jsonValues(wellFormedTexts), shapes)
      .map(([value, shape]) => encode(value, shape));
    await fc.assert(
      fc.asyncProperty(texts, cuts, async (text, places) => {
        const { json } = await streamOutcome(cut(Buffer.from(text), places), {});
        expect(json).toBe(decodeOutcome(text, {}).json);
      }),
      { numRuns: 2000 },
    );
  });

  it('tells values that make up the whole, each once', async () => {
    await fc.assert(
      fc.asyncProperty(valid, cuts, async (text, places) => {
        const { json, values: told } = await streamOutcome(cut(text, places), {});
        const paths = told.map(({ path }) => JSON.stringify(path));
        expect(new Set(paths).size).toBe(paths.length);
        expect(JSON.stringify(assemble(told))).toBe(json);
      }),
      { numRuns: 3000 },
    );
  });

  it('tells no value that more text would have changed, when the text is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(valid, fc.nat(), async (text, length) => {
        const whole = await streamOutcome([text], {});
        const start = text.slice(0, length % (text.length + 1));
        const { failure, values: told } = await streamOutcome([start], {});
        const wrong =
          failure === undefined
            ? []
            : told.filter((_, index) => {
                return JSON.stringify(told[index]) !== JSON.stringify(whole.values[index]);
              });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('tells the same without collecting the whole, and no whole', async () => {
    await fc.assert(
      fc.asyncProperty(any, cuts, options, async (text, places, choice) => {
        const collected = await streamOutcome(cut(text, places), choice);
        const flat = await streamOutcome(cut(text, places), { ...choice, collect: false });
        expect(flat).toEqual({
          ...collected,
          ...('json' in collected && { json: undefined }),
        });
      }),
      { numRuns: 3000 },
    );
  });

  it.each(
    loadFixtures()
      .filter(({ category, input }) => category === 'decode' && typeof input === 'string')
      .map(({ name, input, options: given }) => [name, input as string, given] as const),
  )('%s: as decode, character by character', async (_name, text, given) => {
    const choice = { strict: given?.strict ?? true, indent: given?.indent };
    const { json, failure } = await streamOutcome([...text], choice);
    expect({ json, failure }).toEqual({
      json: undefined,
      failure: undefined,
      ...decodeOutcome(text, choice),
    });
  });

  it.each([...ADDITIONS.map(({ text }) => text), ...BROKEN_BRACKETS, ...LONE_SURROGATES])(
    '%j: as decode, character by character',
    async (text) => {
      const { json, failure } = await streamOutcome(text.split(''), {});
      expect({ json, failure }).toEqual({
        json: undefined,
        failure: undefined,
        ...decodeOutcome(text, {}),
      });
    },
  );

  it.each([...MALFORMED_TEXTS, ...LONG_TEXTS])(
    '$name: in linear time, in chunks of 100',
    async ({ text }) => {
      const chunks = cut(
        text,
        Array.from({ length: text.length / 100 }, (_, at) => at * 100),
      );
      let outcome: Awaited<ReturnType<typeof streamOutcome>> | undefined;
      const streamed = async () => (outcome = await streamOutcome(chunks, {}));

      expect(await cpuMs(streamed)).toBeLessThan(PATIENCE_MS);
      const { json, failure } = outcome!;
      expect({ json, failure }).toEqual({
        json: undefined,
        failure: undefined,
        ...decodeOutcome(text, {}),
      });
    },
  );
});
