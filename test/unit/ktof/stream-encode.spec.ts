import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import {
  encode,
  encodeLines,
  type EncodeOptions,
  encodeStream,
  type EncodeStreamOptions,
  KaizenAbortError,
  KaizenOptionsError,
  KaizenPayloadError,
} from 'nestjs-kaizen/ktof';
import { EDGE_VALUES } from '../../conformance/edge-values.js';
import { shapes } from '../../conformance/options-matrix.js';
import { loadRealData } from '../../conformance/real-data.js';
import { anyTexts, deepFreeze, jsonValues } from '../../support/json-arbitraries.js';

async function chunksOf(value: unknown, options?: EncodeStreamOptions): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of encodeStream(value, options)) chunks.push(chunk);
  return chunks;
}

const rows = Array.from({ length: 5000 }, (_, id) => ({ id, name: `user ${id}`, ok: id % 2 > 0 }));
const numbers = Array.from({ length: 20_000 }, (_, index) => index * 1.5);

/** Large values in every form, each with what its text begins with. */
const LARGE: [form: string, value: unknown, options: EncodeOptions, start: string][] = [
  ['table', rows, {}, '[5000]{id,name,ok}:'],
  ['keyed table', Object.fromEntries(rows.map((row) => [`k${row.id}`, row])), {}, '[5000:]{'],
  ['inline list', { numbers }, { profile: 'toon' }, 'numbers[20000]: 0,1.5'],
  ['list in brackets', { lists: [numbers, numbers], rows }, {}, 'lists: [[0,1.5'],
  ['JSON in brackets', { a: [[{ b: numbers }, 1]], rows }, {}, 'a: [[{"b":[0,1.5'],
  ['JSON', [[{ b: numbers }], 1], {}, '[[{"b":[0,1.5'],
  ['JSON of a lone surrogate', { rows, end: '\ud800' }, {}, '{"rows":[{"id":0'],
  ['list', rows.map((row, index) => (index % 2 ? row : [row])), { profile: 'toon' }, '[5000]:\n'],
  ['object', Object.fromEntries(rows.map(({ id }) => [`k${id}`, [id]])), {}, 'k0: [0]\n'],
  ['nested objects', { a: { b: { c: numbers, d: rows } } }, { profile: 'toon' }, 'a:\n  b:\n'],
];

jest.setTimeout(60_000);

describe('encodeStream', () => {
  it('yields what encode gives, in any chunk size', async () => {
    await fc.assert(
      fc.asyncProperty(
        jsonValues(anyTexts),
        shapes,
        fc.integer({ min: 1, max: 60 }),
        async (value, shape, chunkSize) => {
          const chunks = await chunksOf(deepFreeze(value), { ...shape, chunkSize });
          expect(chunks.join('')).toBe(encode(value, shape));
          expect(chunks.slice(0, -1).filter((chunk) => chunk.length < chunkSize - 1)).toEqual([]);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    ...EDGE_VALUES,
    ...loadRealData().map(({ name, value }) => [name, value] as const),
    ...LARGE.map(([name, value]) => [name, value] as const),
  ])('%s: yields what encode gives', async (_name, value) => {
    for (const profile of ['ktof', 'toon', 'legacy'] as const) {
      const text = encode(value, { profile });
      expect((await chunksOf(value, { profile })).join('') === text).toBe(true);
      expect([...encodeLines(value, { profile })].join('\n') === text).toBe(true);
    }
  });

  it.each(LARGE)(
    'never has more than a chunk of a %s at hand',
    async (_form, value, options, start) => {
      const chunkSize = 4096;
      const chunks = await chunksOf(value, { ...options, chunkSize });
      expect(chunks.join('').slice(0, start.length)).toBe(start);
      expect(chunks.length).toBeGreaterThan(10);
      expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(4 * chunkSize);
    },
  );

  it('yields chunks of 16 KiB unless told otherwise', async () => {
    const [first = '', second = ''] = await chunksOf({ rows });
    expect(first.length).toBeGreaterThanOrEqual(16_383);
    expect(first.length).toBeLessThan(17_000);
    expect(second.startsWith('\n')).toBe(true);
  });

  it('writes on only when a chunk is asked for', async () => {
    const value = { rows: [{ id: 1 }, { id: 2 }, { id: 3 }] };
    const stream = encodeStream(value, { profile: 'toon', chunkSize: 1 });
    expect(await stream.next()).toEqual({ done: false, value: 'rows[3]{id}:' });
    value.rows[1]!.id = 7;
    expect(await stream.next()).toEqual({ done: false, value: '\n  1' });
    expect(await stream.next()).toEqual({ done: false, value: '\n  7' });
    expect(await stream.return()).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('lets others have their turn while nobody waits', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const many = Array.from({ length: 40 }, () => rows);
    for await (const chunk of encodeStream(many, { chunkSize: 1024 })) expect(chunk).not.toBe('');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });

  it('refuses wrong options at once', () => {
    expect(() => encodeStream([], { chunkSize: 0 })).toThrow(KaizenOptionsError);
    expect(() => encodeStream([], { signal: {} as AbortSignal })).toThrow(KaizenOptionsError);
    expect(() => encodeStream([], { colour: 1 } as never)).toThrow('Unknown option `colour`');
    expect(() => encodeLines([], { indent: 9 })).toThrow(KaizenOptionsError);
  });

  it('refuses a payload before its first chunk', async () => {
    await expect(encodeStream({ a: 1n }).next()).rejects.toBeInstanceOf(KaizenPayloadError);
    expect(() => encodeLines({ a: 1n }).next()).toThrow(KaizenPayloadError);
    await expect(encodeStream(rows, { maxBytes: 1000 }).next()).rejects.toMatchObject({
      code: 'KAIZEN_PAYLOAD_TOO_LARGE',
    });
  });

  it('ends when its signal aborts', async () => {
    const controller = new AbortController();
    const stream = encodeStream(rows, { signal: controller.signal, chunkSize: 100 });
    expect((await stream.next()).done).toBe(false);
    controller.abort('enough');
    await expect(stream.next()).rejects.toBeInstanceOf(KaizenAbortError);
    const late = encodeStream(rows, { signal: AbortSignal.abort('late') });
    await expect(late.next()).rejects.toMatchObject({ name: 'KaizenAbortError', cause: 'late' });
  });
});

describe('encodeLines', () => {
  it('yields line after line, lazily', () => {
    const lines = encodeLines({ a: 1, rows });
    expect([lines.next().value, lines.next().value, lines.next().value]).toEqual([
      'a: 1',
      'rows[5000]{id,name,ok}:',
      ' 0,user 0,false',
    ]);
    expect([...encodeLines({}, { profile: 'toon' })]).toEqual([]);
  });

  it('yields what encode gives, in lines', () => {
    fc.assert(
      fc.property(jsonValues(anyTexts), shapes, (value, shape) => {
        const lines = [...encodeLines(value, shape)];
        expect(lines.join('\n')).toBe(encode(value, shape));
        expect(lines.filter((line) => line.includes('\n'))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
