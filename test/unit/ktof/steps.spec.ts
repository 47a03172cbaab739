import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import fc, { type Arbitrary } from 'fast-check';
import { encodeStream } from 'nestjs-kaizen/ktof';
import { countJsonBytes } from '../../../lib/ktof/encode/json-bytes.js';
import { normalize } from '../../../lib/ktof/encode/normalize.js';
import { normalizeSteps } from '../../../lib/ktof/encode/normalize-steps.js';
import { plannerFor } from '../../../lib/ktof/encode/document.js';
import { type Steps, finish } from '../../../lib/ktof/encode/steps.js';
import { resolveEncodeOptions } from '../../../lib/ktof/encode-options.js';
import type { JsonArray, JsonValue } from '../../../lib/ktof/json-value.js';
import { anyTexts, jsonValues } from '../../support/json-arbitraries.js';

jest.setTimeout(60_000);

const LIMITS = { maxDepth: 12, maxBytes: 300_000 };

class Entity {
  constructor(
    readonly id: unknown,
    private readonly json: unknown = undefined,
  ) {}

  toJSON(): unknown {
    return this.json ?? { id: this.id };
  }
}

/** What is no plain JSON, or no JSON at all. */
const odd: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(undefined, -0, Number.NaN, null, 1n, new Map(), () => 1, Symbol('s')),
  fc.date({ noInvalidDate: true }),
  fc.constantFrom('text', 7, true).map((value) => Object(value) as unknown),
  jsonValues(anyTexts).map((value) => new Entity(value)),
  fc
    .constantFrom<unknown>(undefined, new Date(0), [1n], new Entity(1))
    .map((to) => new Entity(1, to)),
  fc.constant({ self: undefined }).map((it) => Object.assign(it, { self: it })),
  fc.constant(0).map(() => ({
    toJSON: () => {
      throw new TypeError('no');
    },
  })),
);

/** Values that are stepped through: large, and with something odd in one place, or nowhere. */
const large: Arbitrary<unknown> = fc
  .tuple(jsonValues(anyTexts), fc.option(odd, { nil: 'fine' }), fc.nat(5))
  .map(([value, one, way]) => {
    const rows = Array.from({ length: 300 }, (_, id) => ({ id, value }));
    const entries = Object.fromEntries(rows.map((row) => [`key ${row.id}`, row]));
    return [
      rows.with(200, { id: 200, value: one as JsonValue }),
      { ...entries, odd: one, ['__proto__']: rows },
      { rows: [rows, [rows.concat(one as never), rows]] },
      new Entity(1, { rows, inner: new Entity(2, { entries, one }) }),
      [[[[[[[[[[[[rows]]]]]]]]]], one]],
      [one, 'x'.repeat(290_000), rows],
    ][way];
  });

function isAsGiven(outcome: object, value: unknown): boolean {
  return (outcome as { value?: unknown }).value === value;
}

function outcomeOf(work: () => object): object {
  try {
    return work();
  } catch (error) {
    const { name, message, code, path, cause } = error as Error & Record<string, unknown>;
    return { name, message, code, path, cause: (cause as Error | undefined)?.message };
  }
}

/** The longest step, as the number of calls of a function that is called for each small thing. */
function longest<T>(steps: Steps<T>, calls: () => number): number {
  let most = 0;
  for (let before = calls(); !steps.next().done; before = calls()) {
    most = Math.max(most, calls() - before);
  }
  return most;
}

describe('work in steps', () => {
  it('reads values as it is done in one go, by reference and with the same errors', () => {
    let refused = 0;
    fc.assert(
      fc.property(large, (value) => {
        const expected = outcomeOf(() => normalize(value, LIMITS, '$.prompt'));
        const actual = outcomeOf(() => finish(normalizeSteps(value, LIMITS, '$.prompt')));
        expect(actual).toEqual(expected);
        expect(isAsGiven(actual, value)).toBe(isAsGiven(expected, value));
        if (Object.hasOwn(expected, 'code')) refused++;
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(50);
    expect(refused).toBeLessThan(250);
  });

  it('counts the bytes of compact JSON', () => {
    fc.assert(
      fc.property(jsonValues(anyTexts), (value) => {
        const rows = Array.from({ length: 100 }, () => value);
        for (const one of [value, rows]) {
          expect(finish(countJsonBytes(one))).toBe(Buffer.byteLength(JSON.stringify(one)));
        }
      }),
    );
  });

  it.each(['ktof', 'toon', 'legacy'] as const)('plans a little at a time: %s', (profile) => {
    let reads = 0;
    const row = (id: number) => {
      const fields = { id, name: `user ${id}`, at: { x: id, y: [id, 'b'] }, items: [{ q: id }] };
      return new Proxy(fields, { ownKeys: (target) => (reads++, Reflect.ownKeys(target)) });
    };
    const rows = Array.from({ length: 20_000 }, (_, id) => row(id)) as unknown as JsonArray;
    const steps = plannerFor(resolveEncodeOptions({ profile })).steps(rows, 0, 'root');
    expect(longest(steps, () => reads)).toBeLessThan(1000);
    expect(reads).toBeGreaterThan(10_000);
  });

  it.each(['ktof', 'toon'] as const)(
    'lets others have their turn before there is any text: %s',
    async (profile) => {
      const rows = Array.from({ length: 150_000 }, (_, id) => ({
        id,
        name: `user ${id}`,
        at: { id },
      }));
      let turns = 0;
      let isDone = false;
      const first = encodeStream({ rows }, { profile }).next();
      void first.finally(() => (isDone = true));
      while (!isDone) {
        await turn();
        turns++;
      }
      expect((await first).value).toContain('rows[150000]{id,name,at{id}}:');
      expect(turns).toBeGreaterThan(4);
    },
  );

  it('ends with its signal before there is any text', async () => {
    const rows = Array.from({ length: 150_000 }, (_, id) => ({ id, name: `user ${id}` }));
    const controller = new AbortController();
    const first = encodeStream({ rows }, { signal: controller.signal }).next();
    await turn();
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: 'KAIZEN_ABORTED' });
  });

  it('refuses a stream of one byte more than may be', async () => {
    const value = [{ a: 'é\n', b: 1.25 }, null];
    const maxBytes = Buffer.byteLength(JSON.stringify(value));
    expect((await encodeStream(value, { maxBytes }).next()).done).toBe(false);
    const refused = encodeStream(value, { maxBytes: maxBytes - 1 }).next();
    await expect(refused).rejects.toMatchObject({ code: 'KAIZEN_PAYLOAD_TOO_LARGE', path: '$' });
  });
});
