import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import {
  CompressionStats,
  createKaizen,
  type DecodeStreamPart,
  type DecodeValueEvent,
  type EncodeStreamPart,
  KaizenAbortError,
  KaizenClosedError,
  KaizenFormatError,
  KaizenOptionsError,
  KaizenPayloadError,
  KaizenResponseError,
  KaizenService,
  KaizenStreamError,
  KaizenTimeoutError,
  type KaizenTransport,
  withKaizen,
} from 'nestjs-kaizen';
import type { VerificationFailure } from '../../../lib/engine/engine-options.js';
import { Agreement } from '../../../lib/engine/stream/agreement.js';
import { StreamEngine } from '../../../lib/engine/stream/stream-engine.js';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';
import { anyTexts, jsonValues } from '../../support/json-arbitraries.js';
import { FixedTransport } from './transports.js';

const prompt = {
  question: 'Which order is late?',
  orders: Array.from({ length: 3000 }, (_, id) => ({ id, customer: { name: `user ${id}` } })),
  note: 'The last answer was {"late": [101, 102], "early": [103, 104]}.',
};
const ROWS = 'rows[3]{id}:\n 1\n';

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const events: T[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

async function failureOf(stream: AsyncIterable<unknown>): Promise<unknown> {
  try {
    await all(stream);
  } catch (error) {
    return error;
  }
  return undefined;
}

/** A stream source that gives one chunk and then nothing until it is let go of. */
function stuck() {
  const source = new PassThrough();
  source.write(ROWS);
  return source;
}

/** Watches the timers that calls set: gives those that are neither cleared nor over. */
function watchTimers(): () => unknown[] {
  const set = jest.spyOn(globalThis, 'setTimeout');
  const clear = jest.spyOn(globalThis, 'clearTimeout');
  return () => {
    const cleared = new Set<unknown>(clear.mock.calls.map(([timer]) => timer));
    return set.mock.results.map(({ value }) => value).filter((it) => !cleared.has(it));
  };
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('promptsEncodeStream', () => {
  it('yields what promptsEncode gives without auto-detection, in chunks, then the stats', async () => {
    await withKaizen({}, async (kaizen) => {
      const { result, stats } = await kaizen.promptsEncode({ prompt, autoDetectJson: false });
      const events = await all(
        kaizen.promptsEncodeStream({ prompt, metadata: { user: 7 } }, { requestId: 'r-1' }),
      );
      const chunks = events.flatMap((event) => (event.type === 'chunk' ? [event.text] : []));
      expect(chunks.length).toBeGreaterThan(1);
      expect(chunks.join('')).toBe(result);
      expect(events.at(-1)).toEqual({
        ...{ type: 'done', requestId: 'r-1', servedBy: 'embedded', metadata: { user: 7 } },
        stats,
      });
      expect((events.at(-1) as { stats: unknown }).stats).toBeInstanceOf(CompressionStats);
    });
  });

  it('does so for any prompt and options', async () => {
    const kaizen = createKaizen();
    const profiles = fc.constantFrom('ktof' as const, 'toon' as const, 'legacy' as const);
    await fc.assert(
      fc.asyncProperty(jsonValues(anyTexts), profiles, async (value, profile) => {
        const payload = { prompt: value, options: { profile }, autoDetectJson: false };
        const { result, stats } = await kaizen.promptsEncode(payload);
        const events = await all(kaizen.promptsEncodeStream(payload));
        expect(events.map((event) => ('text' in event ? event.text : '')).join('')).toBe(result);
        expect(events.at(-1)).toMatchObject({ type: 'done', stats: { ...stats } });
      }),
      { numRuns: 300 },
    );
    await kaizen.close();
  });

  it.each([
    [{}, '$.prompt'],
    [{ promt: 1 }, '$.promt'],
    [{ prompt: 1, options: { delimiter: ';' } }, '$.options.delimiter'],
    [{ prompt: 1, tokenModels: ['gpt-4o'] }, '$.tokenModels'],
    [{ prompt: 1, schemas: {} }, '$.schemas'],
    [{ prompt: 1, autoDetectJson: true }, '$.autoDetectJson'],
    [{ prompt: { a: [1n] } }, '$.prompt.a[0]'],
    [null, '$'],
  ])('refuses %p, naming %s, at its first step', async (payload, path) => {
    const kaizen = createKaizen();
    const stream = kaizen.promptsEncodeStream(payload as never, { requestId: 'r-2' });
    const error = await failureOf(stream);
    expect(error).toBeInstanceOf(KaizenPayloadError);
    expect(error).toMatchObject({ requestId: 'r-2', path: expect.stringContaining(path) });
    await kaizen.close();
  });

  it('is compact JSON, and a fault that is told, when the text does not read back', async () => {
    let reads = 0;
    const shifty = {
      rows: prompt.orders.slice(0, 50),
      get reads() {
        return reads++;
      },
    };
    const failures: VerificationFailure[] = [];
    const onVerificationFailure = (failure: VerificationFailure) => failures.push(failure);
    for (const verify of [true, false]) {
      const engine = new StreamEngine({ verify, onVerificationFailure });
      const [first] = await all(engine.encode({ prompt: shifty }));
      expect(first).toMatchObject({
        text: expect.stringMatching(verify ? /^\{"rows":\[\{"id":0/ : /^rows\[50\]/),
      });
    }
    expect(failures).toEqual([{ operation: 'promptsEncode' }]);
  });

  it('is compared value by value, none missing and none too many', () => {
    const whole = { rows: [{ id: 1 }, { id: 2 }], tags: [], name: 'x' };
    const told: DecodeValueEvent[] = [
      { type: 'value', path: ['rows', 0], value: { id: 1 } },
      { type: 'value', path: ['rows', 1], value: { id: 2 } },
      { type: 'value', path: ['tags'], value: [] },
      { type: 'value', path: ['name'], value: 'x' },
    ];
    const agrees = (events: DecodeValueEvent[]) => {
      const agreement = new Agreement(whole);
      return events.every((event) => agreement.accepts(event)) && agreement.isComplete;
    };
    expect(agrees(told)).toBe(true);
    expect(agrees([{ type: 'value', path: [], value: whole }])).toBe(true);
    for (const [index, event] of told.entries()) {
      expect(agrees(told.filter((_, at) => at !== index))).toBe(false);
      expect(agrees(told.with(index, { ...event, value: 'y' }))).toBe(false);
      expect(agrees(told.with(index, { ...event, path: ['rows', 7] }))).toBe(false);
      expect(agrees(told.with(index, { ...event, path: ['rows', 'length'] }))).toBe(false);
    }
  });
});

describe('promptsDecodeStream', () => {
  it('yields each value, then the result and the stats of promptsDecode', async () => {
    await withKaizen({}, async (kaizen) => {
      const { result: ktof } = await kaizen.promptsEncode({ prompt, autoDetectJson: false });
      const whole = await kaizen.promptsDecode({ ktof });
      const chunks = Buffer.from(ktof)
        .toString('latin1')
        .match(/[^]{1,1000}/g)!;
      const bytes = chunks.map((chunk) => Buffer.from(chunk, 'latin1'));
      const events = await all(kaizen.promptsDecodeStream(bytes, { requestId: 'r-3' }));
      expect(events).toHaveLength(3003);
      expect(events[1]).toEqual({ type: 'value', path: ['orders', 0], value: prompt.orders[0] });
      expect(events.at(-1)).toEqual({
        ...{ type: 'done', requestId: 'r-3', servedBy: 'embedded' },
        ...{ result: prompt, stats: whole.stats },
      });
    });
  });

  it('counts a character once whose halves come in two chunks', async () => {
    await withKaizen({}, async (kaizen) => {
      const statsOf = async (...chunks: (string | Uint8Array)[]) => {
        const [, done] = await all(kaizen.promptsDecodeStream(chunks));
        return (done as { stats: unknown }).stats;
      };
      const whole = await statsOf('😀😀');
      expect(whole).toMatchObject({ originalBytes: 10, compressedBytes: 8 });
      for (const chunks of [
        ['😀\ud83d', '\ude00'],
        ['\ud83d', '', '\ude00\ud83d', '\ude00'],
      ]) {
        expect(await statsOf(...chunks)).toEqual(whole);
      }
      // Halves of two characters, and a half before bytes, stay what they are: three bytes each.
      expect(await statsOf('\ud83d', '\ud83d\ude00')).toMatchObject({ compressedBytes: 7 });
      expect(await statsOf('\ud83d', Buffer.from('a'))).toMatchObject({ compressedBytes: 4 });
    });
  });

  it('tells the same stats for any prompt, collected or not', async () => {
    const kaizen = createKaizen();
    await fc.assert(
      fc.asyncProperty(jsonValues(anyTexts), async (value) => {
        const { result: ktof } = await kaizen.promptsEncode({
          prompt: value,
          autoDetectJson: false,
        });
        const { result, stats } = await kaizen.promptsDecode({ ktof });
        const collected = (await all(kaizen.promptsDecodeStream([ktof]))).at(-1);
        expect(collected).toMatchObject({ type: 'done', stats: { ...stats } });
        expect(JSON.stringify((collected as { result: unknown }).result)).toBe(
          JSON.stringify(result),
        );
        const flat = (await all(kaizen.promptsDecodeStream([ktof], { collect: false }))).at(-1);
        expect(flat).toMatchObject({ type: 'done', stats: { ...stats } });
        expect(flat).not.toHaveProperty('result');
      }),
      { numRuns: 200 },
    );
    await kaizen.close();
  });

  it('takes the options of decoding', async () => {
    await withKaizen({}, async (kaizen) => {
      const loose = kaizen.promptsDecodeStream('a: 1\na: 2', { strict: false });
      expect((await all(loose)).at(-1)).toMatchObject({ result: { a: 2 } });
      const uneven = kaizen.promptsDecodeStream('a:\n   b: 1', { indent: 2, requestId: 'r-4' });
      const error = await failureOf(uneven);
      expect(error).toBeInstanceOf(KaizenFormatError);
      expect(error).toMatchObject({ line: 2, requestId: 'r-4' });
    });
  });

  it("keeps to the client's limits", async () => {
    await withKaizen({ maxPayloadBytes: 1000, maxDepth: 2 }, async (kaizen) => {
      const deep = await failureOf(kaizen.promptsDecodeStream('[[[1]]]'));
      expect(deep).toBeInstanceOf(KaizenFormatError);
      const chunks = Array.from({ length: 30 }, (_, index) => `k${index}: ${'x'.repeat(40)}\n`);
      const large = await failureOf(kaizen.promptsDecodeStream(chunks));
      expect(large).toMatchObject({ code: 'KAIZEN_PAYLOAD_TOO_LARGE' });
      expect(await all(kaizen.promptsDecodeStream(chunks, { collect: false }))).toHaveLength(31);
      const encode = await failureOf(kaizen.promptsEncodeStream({ prompt: 'x'.repeat(2000) }));
      expect(encode).toMatchObject({ code: 'KAIZEN_PAYLOAD_TOO_LARGE' });
    });
  });

  it("tells a source's failure as the cause", async () => {
    const cause = new Error('connection lost');
    function* source(): Generator<string> {
      yield ROWS;
      throw cause;
    }
    await withKaizen({}, async (kaizen) => {
      const stream = kaizen.promptsDecodeStream(source(), { requestId: 'r-5' });
      expect(await stream.next()).toMatchObject({ value: { path: ['rows', 0] } });
      const error = await failureOf(stream);
      expect(error).toBeInstanceOf(KaizenStreamError);
      expect(error).toMatchObject({ cause, requestId: 'r-5' });
    });
  });
});

describe('a streaming call', () => {
  it.each([
    [{ timeoutMs: 0 }, 'timeoutMs'],
    [{ signal: {} }, 'signal'],
    [{ collect: 1 }, 'collect'],
    [{ indent: 9 }, 'indent'],
    [{ colour: 1 }, 'colour'],
    [5, 'options'],
    [null, 'options'],
  ])('refuses the options %p at its first step', async (call, option) => {
    const kaizen = createKaizen();
    const stream = kaizen.promptsDecodeStream(ROWS, call as never);
    const error = await failureOf(stream);
    expect(error).toBeInstanceOf(KaizenOptionsError);
    expect(error).toMatchObject({ option });
    await kaizen.close();
  });

  it('ends by its signal, wherever it waits, and lets go of the source', async () => {
    const kaizen = createKaizen();
    const controller = new AbortController();
    const { signal } = controller;
    const source = stuck();
    const stream = kaizen.promptsDecodeStream(source, { signal, requestId: 'r-6' });
    await stream.next();
    const next = stream.next();
    await turn();
    controller.abort('gone');
    await expect(next).rejects.toMatchObject({
      ...{ name: 'KaizenAbortError', cause: 'gone', requestId: 'r-6' },
      message: expect.stringMatching(/^promptsDecodeStream was ended by its signal\./),
    });
    await turn();
    expect(source.destroyed).toBe(true);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const late = kaizen.promptsEncodeStream({ prompt }, { signal });
    expect(await failureOf(late)).toBeInstanceOf(KaizenAbortError);
    await kaizen.close();
  });

  it('ends at its deadline, which its consumer is part of', async () => {
    const kaizen = createKaizen({ timeoutMs: 100 });
    const timersLeft = watchTimers();
    const source = stuck();
    const stream = kaizen.promptsDecodeStream(source);
    await stream.next();
    const error = await failureOf(stream);
    expect(error).toBeInstanceOf(KaizenTimeoutError);
    expect(error).toMatchObject({ timeoutMs: 100 });
    expect(source.destroyed).toBe(true);
    const slow = kaizen.promptsEncodeStream({ prompt }, { timeoutMs: 500 });
    await slow.next();
    await sleep(520);
    await expect(slow.next()).rejects.toBeInstanceOf(KaizenTimeoutError);
    expect(timersLeft()).toEqual([]);
    await kaizen.close();
  });

  it('is left by its consumer, even while it waits, and leaves nothing behind', async () => {
    const kaizen = createKaizen();
    const timersLeft = watchTimers();
    const { signal } = new AbortController();
    for (const isWaiting of [false, true]) {
      const source = stuck();
      const stream = kaizen.promptsDecodeStream(source, { signal });
      await stream.next();
      const next = isWaiting ? stream.next() : undefined;
      await turn();
      expect(await stream.return()).toEqual({ done: true, value: undefined });
      expect(await (next ?? stream.next())).toEqual({ done: true, value: undefined });
      expect(source.destroyed).toBe(true);
    }
    for await (const event of kaizen.promptsEncodeStream({ prompt }, { signal })) {
      expect(event.type).toBe('chunk');
      break;
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(timersLeft()).toEqual([]);
    await kaizen.close();
  });

  it('asks its source for a chunk only when its events have been taken', async () => {
    let pulls = 0;
    function* source() {
      yield 'rows[3]{id}:\n';
      for (pulls = 1; pulls <= 3; pulls++) yield ` ${pulls}\n`;
    }
    const kaizen = createKaizen();
    const stream = kaizen.promptsDecodeStream(source());
    await turn();
    expect(pulls).toBe(0);
    for (const row of [1, 2, 3]) {
      await stream.next();
      await turn();
      expect(pulls).toBe(row);
    }
    await stream.return();
    await kaizen.close();
  });

  it('is refused by a closed client', async () => {
    const kaizen = createKaizen();
    const early = kaizen.promptsEncodeStream({ prompt });
    await kaizen.close();
    for (const stream of [early, kaizen.promptsDecodeStream(ROWS, { requestId: 'r-7' })]) {
      expect(await failureOf(stream)).toBeInstanceOf(KaizenClosedError);
    }
  });

  it('is waited for by close, and ended after the grace time', async () => {
    const kaizen = createKaizen({ shutdownGraceMs: 2000 });
    const stream = kaizen.promptsEncodeStream({ prompt });
    await stream.next();
    let isClosed = false;
    const closed = kaizen.close().then(() => (isClosed = true));
    await sleep(20);
    expect(isClosed).toBe(false);
    expect((await all(stream)).at(-1)).toMatchObject({ type: 'done' });
    await closed;

    const impatient = createKaizen({ shutdownGraceMs: 10 });
    const source = stuck();
    const left = impatient.promptsDecodeStream(source);
    await left.next();
    const next = left.next().catch((error: unknown) => error);
    const abandoned = impatient.promptsEncodeStream({ prompt });
    await abandoned.next();
    await impatient.close();
    expect(await next).toBeInstanceOf(KaizenClosedError);
    expect(source.destroyed).toBe(true);
    await expect(abandoned.next()).rejects.toBeInstanceOf(KaizenClosedError);
  });
});

describe('a transport', () => {
  it('that cannot stream is named', async () => {
    const kaizen = new KaizenService(new FixedTransport(() => ({})), resolveKaizenOptions({}));
    for (const stream of [kaizen.promptsEncodeStream({ prompt }), kaizen.promptsDecodeStream('')]) {
      expect(await failureOf(stream)).toMatchObject({
        name: 'KaizenOptionsError',
        option: 'transport',
      });
    }
    await kaizen.close();
  });

  it('may speak either dialect, and must send stats', async () => {
    class Canned extends FixedTransport implements KaizenTransport {
      async *encodeStream(): AsyncGenerator<EncodeStreamPart> {
        yield await Promise.resolve({ type: 'chunk', text: 'a: 1' });
        const stats = { original_length: 7, optimized_length: 4, reduction_ratio: 0.43 };
        yield { type: 'done', body: { status: 'success', operation: 'prompts_encode', stats } };
      }

      async *decodeStream(): AsyncGenerator<DecodeStreamPart> {
        yield await Promise.resolve({ type: 'done', body: { status: 'ok', result: 1 } });
      }
    }
    const kaizen = new KaizenService(new Canned(() => ({})), resolveKaizenOptions({}));
    expect((await all(kaizen.promptsEncodeStream({ prompt }))).at(-1)).toMatchObject({
      stats: { originalBytes: 7, compressedBytes: 4 },
    });
    expect(await failureOf(kaizen.promptsDecodeStream(''))).toBeInstanceOf(KaizenResponseError);
    await kaizen.close();
  });
});
