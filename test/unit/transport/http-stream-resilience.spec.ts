import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { KaizenAbortError } from '../../../lib/errors/abort.error.js';
import { KaizenAPIError } from '../../../lib/errors/api.error.js';
import { KaizenConnectionError } from '../../../lib/errors/connection.error.js';
import { KaizenStreamError } from '../../../lib/errors/stream.error.js';
import type { KtofSource } from '../../../lib/ktof/stream/source.js';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';
import { EmbeddedTransport } from '../../../lib/transport/embedded/embedded.transport.js';
import type {
  KaizenDecodeStreamPart,
  KaizenEncodeStreamPart,
  KaizenTransport,
  KaizenTransportCall,
} from '../../../lib/transport/kaizen-transport.js';
import { BulkheadTransport } from '../../../lib/transport/resilience/bulkhead.transport.js';
import { CircuitBreakerTransport } from '../../../lib/transport/resilience/circuit-breaker.transport.js';
import {
  FallbackTransport,
  type HandedOver,
} from '../../../lib/transport/resilience/fallback.transport.js';

type Encode = (call: KaizenTransportCall) => AsyncIterable<KaizenEncodeStreamPart>;
type Decode = (source: KtofSource) => AsyncIterable<KaizenDecodeStreamPart>;

const CHUNK = { type: 'chunk', text: 'x' } as const;
const DONE = { type: 'done', body: {} } as const;
const REQUEST = { prompt: 1 };
const lost = () => new KaizenConnectionError('Lost.', 'reset');

/** A service whose streams do as told. */
class StreamingService implements KaizenTransport {
  readonly kind = 'http';
  readonly calls: KaizenTransportCall[] = [];

  constructor(
    public encode: Encode,
    public decode: Decode = () => fails(lost()),
  ) {}

  execute(): Promise<never> {
    return Promise.reject(lost());
  }

  encodeStream(_: object, call: KaizenTransportCall): AsyncIterable<KaizenEncodeStreamPart> {
    this.calls.push(call);
    return this.encode(call);
  }

  decodeStream({ source }: { source: KtofSource }): AsyncIterable<KaizenDecodeStreamPart> {
    return this.decode(source);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function* fails(error: Error, ...parts: (typeof CHUNK)[]): AsyncGenerator<never> {
  yield* parts as never[];
  throw await Promise.resolve(error);
}

async function* ends(): AsyncGenerator<KaizenEncodeStreamPart> {
  yield CHUNK;
  yield await Promise.resolve(DONE);
}

/** Says nothing until its signal aborts. */
const hangs = ({ signal }: KaizenTransportCall): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({
    next: () =>
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      }),
  }),
});

function newCall(controller = new AbortController(), timeoutMs = 5000): KaizenTransportCall {
  return { signal: controller.signal, requestId: 'r-1', timeoutMs };
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const parts: T[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

const errorOf = (stream: AsyncIterable<unknown>) => all(stream).catch((error: unknown) => error);

describe('CircuitBreakerTransport', () => {
  const OPTIONS = { failureRatio: 0.5, sampleSize: 4, minimumCalls: 4, openMs: 200 };

  function create(encode: Encode) {
    const service = new StreamingService(encode);
    const breaker = new CircuitBreakerTransport(service, OPTIONS, () => undefined);
    const stream = (call = newCall()) => breaker.encodeStream!(REQUEST, call);
    const failTimes = async (times: number) => {
      for (let i = 0; i < times; i++) await errorOf(stream());
    };
    return { service, breaker, stream, failTimes };
  }

  it.each([
    ['is lost before anything came', () => fails(lost()), 'open'],
    ['is lost on its way', () => fails(lost(), CHUNK), 'open'],
    [
      'is refused for its own sake',
      () => fails(new KaizenAPIError('No.', { statusCode: 422 })),
      'closed',
    ],
    ['has a source that fails', () => fails(new KaizenStreamError('No.')), 'closed'],
    ['is aborted', () => fails(new KaizenAbortError('No.'), CHUNK), 'closed'],
  ] as const)('counts a stream that %s: then it is %s', async (_, encode, state) => {
    const { breaker, failTimes } = create(encode);
    await failTimes(4);
    expect(breaker.circuit).toBe(state);
  });

  it('refuses streams while it is open, and lets one try', async () => {
    const { breaker, service, stream, failTimes } = create(() => fails(lost()));
    await failTimes(4);
    expect(await errorOf(stream())).toMatchObject({ code: 'KAIZEN_CIRCUIT_OPEN' });
    expect(service.calls).toHaveLength(4);
    await sleep(OPTIONS.openMs + 20);
    service.encode = ends;
    expect(await all(stream())).toEqual([CHUNK, DONE]);
    expect(breaker.circuit).toBe('closed');
  });

  it('closes with the first part of the stream that tries: others need not wait for its end', async () => {
    const { breaker, service, stream, failTimes } = create(() => fails(lost()));
    await failTimes(4);
    await sleep(OPTIONS.openMs + 20);
    service.encode = ends;
    const trial = stream()[Symbol.asyncIterator]();
    await trial.next();
    await sleep(0);
    expect(breaker.circuit).toBe('closed');
    await trial.return!();
  });

  it('takes a stream that was left for a success if any of it came, else for nothing', async () => {
    const { breaker, service, stream, failTimes } = create(() => fails(lost()));
    await failTimes(2);
    service.encode = ends;
    for (let i = 0; i < 4; i++) {
      const left = stream()[Symbol.asyncIterator]();
      await left.next();
      await left.return!();
    }
    service.encode = () => fails(lost());
    await failTimes(1);
    expect(breaker.circuit).toBe('closed');
  });
});

describe('BulkheadTransport', () => {
  it('holds a place for a stream from its beginning to its end', async () => {
    const bulkhead = new BulkheadTransport(new StreamingService(ends), {
      maxConcurrency: 1,
      maxQueue: 1,
    });
    const open = () => bulkhead.encodeStream!(REQUEST, newCall())[Symbol.asyncIterator]();
    const first = open();
    expect(await first.next()).toEqual({ done: false, value: CHUNK });
    const second = open();
    let isAdmitted = false;
    const waiting = second.next().then(() => (isAdmitted = true));
    await sleep(10);
    expect(isAdmitted).toBe(false);
    await expect(open().next()).rejects.toMatchObject({ code: 'KAIZEN_OVERLOADED' });
    await first.return!();
    await waiting;
    await second.return!();
    expect(await all(bulkhead.encodeStream!(REQUEST, newCall()))).toEqual([CHUNK, DONE]);
  });

  it('lets a stream that waits be aborted, and gives its place back when it fails', async () => {
    const service = new StreamingService(hangs);
    const bulkhead = new BulkheadTransport(service, { maxConcurrency: 1, maxQueue: 1 });
    const running = new AbortController();
    const first = errorOf(bulkhead.encodeStream!(REQUEST, newCall(running)));
    const waiting = new AbortController();
    const second = errorOf(bulkhead.encodeStream!(REQUEST, newCall(waiting)));
    await sleep(0);
    const reason = new KaizenAbortError('Ended.');
    waiting.abort(reason);
    expect(await second).toBe(reason);
    running.abort(reason);
    expect(await first).toBe(reason);
    service.encode = ends;
    expect(await all(bulkhead.encodeStream!(REQUEST, newCall()))).toHaveLength(2);
    expect(getEventListeners(waiting.signal, 'abort')).toEqual([]);
  });
});

describe('FallbackTransport', () => {
  const open: EmbeddedTransport[] = [];
  afterEach(() => Promise.all(open.splice(0).map((engine) => engine.close())));

  function create(encode: Encode, decode?: Decode) {
    const engine = new EmbeddedTransport(resolveKaizenOptions({ transport: 'embedded' }, {}));
    open.push(engine);
    const reports: HandedOver[] = [];
    const service = new StreamingService(encode, decode);
    const fallback = new FallbackTransport(service, engine, (told) => reports.push(told));
    return { service, fallback, reports };
  }

  const decodeStream = (fallback: KaizenTransport, source: KtofSource, call = newCall()) =>
    fallback.decodeStream!({ source, collect: true }, call);

  it('has the engine serve an encode of which nothing came', async () => {
    const error = lost();
    const { fallback, reports } = create(() => fails(error));
    const parts = await all(fallback.encodeStream!({ prompt: { a: 1 } }, newCall()));
    expect(parts).toMatchObject([
      { type: 'chunk', text: 'a: 1' },
      { type: 'done', servedBy: 'embedded' },
    ]);
    expect(reports).toEqual([{ operation: 'promptsEncode', requestId: 'r-1', error }]);
  });

  it('does not for one of which something came, nor for what the caller did wrong', async () => {
    for (const error of [lost(), new KaizenAPIError('No.', { statusCode: 422 })]) {
      const came = error instanceof KaizenConnectionError ? [CHUNK] : [];
      const { fallback, reports } = create(() => fails(error, ...came));
      expect(await errorOf(fallback.encodeStream!(REQUEST, newCall()))).toBe(error);
      expect(reports).toEqual([]);
    }
  });

  it('has the engine decode a source of which nothing was taken', async () => {
    const { fallback, reports } = create(ends);
    const parts = await all(decodeStream(fallback, ['a: 1\n']));
    expect(parts.at(-1)).toMatchObject({ servedBy: 'embedded', body: { result: { a: 1 } } });
    expect(reports).toMatchObject([{ operation: 'promptsDecode' }]);
  });

  it('does not when some of it was taken', async () => {
    const error = lost();
    const { fallback, reports } = create(ends, async function* (source) {
      await (source as AsyncIterable<string>)[Symbol.asyncIterator]().next();
      yield* fails(error);
    });
    expect(await errorOf(decodeStream(fallback, ['a: 1\n']))).toBe(error);
    expect(reports).toEqual([]);
  });

  it('keeps time for the engine until something has come', async () => {
    const { fallback, service, reports } = create(hangs);
    const parts = await all(fallback.encodeStream!(REQUEST, newCall(undefined, 300)));
    expect(parts.at(-1)).toMatchObject({ servedBy: 'embedded' });
    expect(reports).toMatchObject([{ error: { which: 'total', timeoutMs: 270 } }]);
    service.encode = async function* ({ signal }) {
      yield CHUNK;
      await sleep(350);
      expect(signal.aborted).toBe(false);
      yield DONE;
    };
    expect(await all(fallback.encodeStream!(REQUEST, newCall(undefined, 300)))).toEqual([
      CHUNK,
      DONE,
    ]);
  });

  it('ends with the call, and leaves no timer and no listener', async () => {
    const { fallback, reports } = create(hangs);
    const controller = new AbortController();
    const timers = () =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const failed = errorOf(fallback.encodeStream!(REQUEST, newCall(controller)));
    await sleep(0);
    const reason = new KaizenAbortError('Ended.');
    controller.abort(reason);
    expect(await failed).toBe(reason);
    expect(reports).toEqual([]);
    expect(timers()).toBe(before);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});
