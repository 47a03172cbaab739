import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesOf, withChanges } from '../../../lib/engine/chat/changes.js';
import { packError, unpackError } from '../../../lib/engine/pool/error-parcel.js';
import { guessJsonBytes } from '../../../lib/engine/pool/guess-json-bytes.js';
import { fitting, readable } from '../../../lib/engine/pool/heap-budget.js';
import { LoopShare } from '../../../lib/engine/pool/loop-share.js';
import { pack, packJson } from '../../../lib/engine/pool/packer.js';
import { type Piece, PIECE_BYTES } from '../../../lib/engine/pool/piece.js';
import { arrivedPieces, receiveValue, sendPieces } from '../../../lib/engine/pool/post.js';
import { ThreadQueue } from '../../../lib/engine/pool/thread-queue.js';
import { Unpacker } from '../../../lib/engine/pool/unpacker.js';
import { KaizenFormatError } from '../../../lib/errors/format.error.js';
import { KaizenError } from '../../../lib/errors/kaizen.error.js';
import { KaizenPayloadError } from '../../../lib/errors/payload.error.js';
import { normalize } from '../../../lib/ktof/encode/normalize.js';
import type { JsonValue } from '../../../lib/ktof/json-value.js';
import {
  anyTexts,
  deepFreeze,
  firstDifference,
  jsonValues,
} from '../../support/json-arbitraries.js';

const LIMITS = { maxDepth: 200, maxBytes: 50_000_000 };
const LONG = 'long text '.repeat(20_000);

function unpack(pieces: Iterable<Piece>): JsonValue | undefined {
  const unpacker = new Unpacker();
  for (const piece of pieces) unpacker.take(piece);
  return unpacker.value;
}

/** Makes a value large in one of several ways, so that it goes in many pieces. */
const ENLARGE: readonly ((value: JsonValue) => JsonValue)[] = [
  (value) => value,
  (value) => Array.from({ length: 3000 }, () => [value, 'a text to fill the piece up to its end']),
  (value) => Object.fromEntries(Array.from({ length: 6000 }, (_, key) => [`key ${key}`, value])),
  (value) => ({ before: value, text: LONG, ['__proto__']: { text: LONG, value }, after: value }),
  (value) => [value, LONG, [LONG, value, [[LONG, { deep: [LONG, value] }]]], '', [], {}],
  (value) => ({ 7: LONG, 3: value, b: [LONG], a: value, 1: [value, LONG] }),
];

describe('pieces', () => {
  it('give back any JSON value, keys in their order', () => {
    const values = fc.tuple(jsonValues(anyTexts), fc.constantFrom(...ENLARGE));
    fc.assert(
      fc.property(values, ([value, enlarge]) => {
        const large = enlarge(value);
        const json = JSON.stringify(large);
        for (const pieces of [pack(large, LIMITS), packJson(large)]) {
          const back = unpack(pieces);
          expect(firstDifference(back, JSON.parse(json))).toBeUndefined();
          expect(JSON.stringify(back)).toBe(json);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are read as JSON reads them: toJSON with its key, classes, holes, boxes, undefined', () => {
    class Row {
      constructor(
        readonly id: number,
        readonly at = new Date(id),
        private readonly hidden?: string,
      ) {}
    }
    const keyed = { toJSON: (key: string) => `key ${key} ${'x'.repeat(200)}` };
    const value = {
      rows: Array.from({ length: 4000 }, (_, id) => new Row(id)),
      keyed: [...Array.from({ length: 1000 }, () => keyed)],
      large: { toJSON: (key: string) => ({ key, text: [LONG, LONG] }), text: LONG },
      gone: { toJSON: () => undefined, text: LONG },
      holes: Array<unknown>(2).concat([LONG, undefined]),
      boxes: [new String(LONG), new Number(1), new Boolean(false), Number.NaN, -0],
      skipped: undefined,
    };
    const expected: unknown = JSON.parse(JSON.stringify(value));
    expect(firstDifference(unpack(pack(deepFreeze(value), LIMITS)), expected)).toBeUndefined();
  });

  it('are of a size that is read in a moment', () => {
    const rows = Array.from({ length: 20_000 }, (_, id) => ({
      id,
      note: 'some text',
      deep: [[id]],
    }));
    const pieces = [...pack({ rows, byId: Object.fromEntries(rows.entries()) }, LIMITS)];
    const lengths = pieces.map(([, text]) => text.length);
    expect(Math.max(...lengths)).toBeLessThan(PIECE_BYTES * 1.2);
    expect(pieces.length).toBeLessThan(30);
  });

  it.each<[string, unknown]>([
    ['a Map with fields', Object.assign(new Map(), { text: LONG })],
    ['an error with fields', [LONG, Object.assign(new Error('no'), { text: LONG })]],
    ['a symbol', { text: LONG, list: [LONG, Symbol('s')] }],
    ['undefined', { toJSON: () => undefined, text: LONG }],
    ['too many levels of large values', nested(250)],
  ])('refuse %s as one walk does, with the place', (_, value) => {
    const error = thrownBy(() => unpack(pack(value, LIMITS)));
    expect(error).toBeInstanceOf(KaizenPayloadError);
    expect(error).toEqual(thrownBy(() => normalize(value, LIMITS)));
  });

  it('go through a port, and the rest stays there when the reader stops', async () => {
    const { port1, port2 } = new MessageChannel();
    const pace = { share: new LoopShare(), signal: undefined };
    await sendPieces(pack({ a: [LONG, 1], b: LONG }, LIMITS), port1, pace);
    const [first] = arrivedPieces(port2);
    expect(first).toEqual(['object', '2']);
    expect(await receiveValue(port2, pace)).toEqual(LONG);
    port1.close();
  });
});

function nested(levels: number): unknown {
  let value: unknown = [LONG];
  for (let level = 0; level < levels; level++) value = { value };
  return value;
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

describe('the room in a heap', () => {
  const MEBIBYTE = 1_048_576;
  const text = (length: number, of = 'x'): Piece => ['text', of.repeat(length)];
  const passed = (pieces: Piece[], maxMemoryMb: number) => [...fitting(pieces, maxMemoryMb)].length;

  it('is for four times the strings, and for entries, beside what a thread needs at rest', () => {
    expect(passed([text(MEBIBYTE), text(MEBIBYTE)], 16)).toBe(2);
    expect(() => passed([text(MEBIBYTE), text(MEBIBYTE), text(1)], 16)).toThrow('16 MiB');
    expect(passed([['array', '200000'], ['end', ''], text(10)], 16)).toBe(3);
    expect(() => passed([['array', '300000']], 16)).toThrow('16 MiB');
    expect(() => passed([['object', '100000']], 16)).toThrow('16 MiB');
  });

  it('is half as much for characters of two bytes', () => {
    expect(passed([text(MEBIBYTE, '漢')], 16)).toBe(1);
    expect(() => passed([text(MEBIBYTE + 1, '漢')], 16)).toThrow('16 MiB');
  });

  it('is for the cells and lines that texts say', () => {
    const read = (...pieces: Piece[]) => [...readable(pieces, 16)].length;
    expect(read(text(100_000, 'prose '), ['items', `[${'1,'.repeat(500_000)}1]`])).toBe(2);
    expect(() => read(text(300_000, '1,'))).toThrow('16 MiB');
    expect(() => read(text(80_000, '1\n'))).toThrow('16 MiB');
  });
});

describe('guessJsonBytes', () => {
  it('is near the size of ordinary data', () => {
    const row = (id: number) => ({
      id,
      name: `name ${id}`,
      tags: ['a', 'b'],
      in: { x: 1.25, y: null },
    });
    const data = { rows: Array.from({ length: 500 }, (_, id) => row(id)) };
    const bytes = JSON.stringify(data).length;
    expect(guessJsonBytes(data, Infinity) / bytes).toBeGreaterThan(0.8);
    expect(guessJsonBytes(data, Infinity) / bytes).toBeLessThan(1.2);
  });

  it('stops at the limit, and at the bottom of what has none', () => {
    let reads = 0;
    const counted = {
      get x() {
        return reads++;
      },
    };
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(guessJsonBytes(Array(1_000_000).fill(counted), 1000)).toBeGreaterThanOrEqual(1000);
    expect(reads).toBeLessThan(200);
    expect(guessJsonBytes(cyclic, 100_000)).toBeLessThan(100_000);
  });

  it('knows bytes for what their JSON would be', () => {
    expect(guessJsonBytes({ image: Buffer.alloc(1000) }, Infinity)).toBeGreaterThan(3000);
    expect(guessJsonBytes(new String('x'.repeat(1000)), Infinity)).toBeGreaterThan(1000);
  });
});

describe('LoopShare', () => {
  it('lets one of many work in each turn of the loop', async () => {
    const share = new LoopShare();
    let turn = 0;
    let isDone = false;
    const turns = (async () => {
      for (; !isDone; turn++) await setImmediate();
    })();
    const worked: number[] = [];
    const work = async () => {
      for (let slice = 0; slice < 3; slice++) {
        while (!share.isSpent());
        await share.next();
        worked.push(turn);
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    isDone = true;
    await turns;
    expect(worked).toHaveLength(12);
    expect(new Set(worked).size).toBe(12);
  });
});

describe('ThreadQueue', () => {
  const limits = { maxThreads: 1, maxQueue: 2 };

  it('hands the thread on in order, past those who left', async () => {
    const queue = new ThreadQueue(limits);
    const log: string[] = [];
    const controller = new AbortController();
    let end = (): void => undefined;
    const first = queue.use(undefined, () => new Promise<void>((resolve) => (end = resolve)));
    const second = queue.use(controller.signal, () => Promise.resolve(log.push('second')));
    const third = queue.use(undefined, () => Promise.resolve(log.push('third')));
    controller.abort();
    end();
    await expect(second).rejects.toMatchObject({ code: 'KAIZEN_ABORTED' });
    await Promise.all([first, third]);
    await queue.use(undefined, () => Promise.resolve(log.push('fourth')));
    expect(log).toEqual(['third', 'fourth']);
  });

  it('gives the thread back when the work fails', async () => {
    const queue = new ThreadQueue(limits);
    const fail = () => queue.use(undefined, () => Promise.reject(new Error('no')));
    await expect(fail()).rejects.toThrow('no');
    await expect(fail()).rejects.toThrow('no');
  });

  it('refuses more than may wait, and those who wait when it closes', async () => {
    const queue = new ThreadQueue(limits);
    const call = () => queue.admit(() => queue.use(undefined, () => new Promise(() => undefined)));
    void call();
    const waiting = [call(), call()];
    await expect(call()).rejects.toMatchObject({ code: 'KAIZEN_OVERLOADED', maxQueue: 2 });
    queue.close();
    for (const one of waiting)
      await expect(one).rejects.toMatchObject({ code: 'KAIZEN_CLIENT_CLOSED' });
  });
});

describe('changes', () => {
  const list = deepFreeze([{ a: 'x', b: { c: [1, 'y'] } }, { d: 'z' }, ['p', 'q']]);

  it('are found by reference and made in copies of what leads to them', () => {
    const [first, second, third] = list;
    const after = [{ ...(first as object), b: { c: [1, 'Y'] } }, second, ['p', 'Q']];
    const changes = changesOf(list, after);
    expect(changes).toEqual([
      [[0, 'b', 'c', 1], 'Y'],
      [[2, 1], 'Q'],
    ]);
    const made = withChanges(list, changes);
    expect(made).toEqual(after);
    expect(made[1]).toBe(second);
    expect(made[2]).not.toBe(third);
  });

  it('are none for the same list, which is then given back', () => {
    expect(changesOf(list, list)).toEqual([]);
    expect(withChanges(list, [])).toBe(list);
  });

  it('put another value in the place of a container', () => {
    const after = [list[0], { d: { e: 1 } }, 'text'];
    expect(withChanges(list, changesOf(list, after))).toEqual(after);
  });

  it('pass over a place that is not there', () => {
    expect(
      withChanges(list, [
        [[0, 'b', 'gone', 'x'], 1],
        [[9], 1],
      ]),
    ).toEqual(list);
  });
});

async function errorsImportedBy(room: string): Promise<string[]> {
  const folder = path.resolve(import.meta.dirname, '../../../lib', room);
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  const imports = texts.flatMap((text) => text.match(/import \{ Kaizen\w+Error\b/g) ?? []);
  const abstract = ['KaizenError', 'KaizenRequestError'];
  const names = imports.map((statement) => statement.replace('import { ', ''));
  return names.filter((name) => !abstract.includes(name));
}

describe('errors between threads', () => {
  it('keep their class and facts', () => {
    const error = new KaizenFormatError('A tab', 3, 5, 'a space', { requestId: 'r-1' });
    const revived = unpackError(structuredClone(packError(error)));
    expect(revived).toBeInstanceOf(KaizenFormatError);
    expect(revived).toEqual(error);
    expect(revived.toJSON()).toEqual(error.toJSON());
    expect({ ...revived }).toEqual({ ...error });
    expect(revived.stack).toContain('A tab at line 3');
  });

  it('know every class that the engine or a room it stands on may throw', async () => {
    const names = new Set<string>();
    for (const room of ['ktof', 'tokens', 'contract', 'engine']) {
      for (const name of await errorsImportedBy(room)) names.add(name);
    }
    expect([...names]).toContain('KaizenFormatError');
    for (const name of names) {
      expect(unpackError({ facts: { name, message: 'm' } })).toMatchObject({ name, message: 'm' });
    }
  });

  it('that are not ours become the cause of ours, which does not repeat their message', () => {
    const revived = unpackError(structuredClone(packError(new TypeError('secret value'))));
    expect(revived).toBeInstanceOf(KaizenError);
    expect(revived).toMatchObject({ code: 'KAIZEN_WORKER_FAILED', failure: 'defect' });
    expect(JSON.stringify(revived)).toContain('(TypeError)');
    expect(JSON.stringify(revived)).not.toContain('secret');
    expect(unpackError(packError('thrown text')).message).toContain('(string)');
  });
});
