import { afterEach, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
  createKaizen,
  KAIZEN_METRICS,
  KAIZEN_TRACER,
  KaizenAbortError,
  type KaizenAPIError,
  KaizenHookError,
  type KaizenHookContext,
  type KaizenHookOutcome,
  type KaizenMetricsCollector,
  KaizenModule,
  type KaizenOptions,
  type KaizenRequestEvent,
  KaizenService,
} from 'nestjs-kaizen';
import { ENVELOPE, ok, refuse, reply, reset, silence } from '../faults/support/replies.js';
import { ScriptedServer, type Step } from '../faults/support/scripted-server.js';
import { RecordingTracer } from '../support/recording-tracer.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function serve(...steps: readonly Step[]): Promise<ScriptedServer> {
  const server = await ScriptedServer.open({ steps });
  open.push(server);
  return server;
}

function client(options: KaizenOptions = {}): KaizenService {
  const quiet = { logLevel: 'off', retryBackoffFactor: 0.01, shutdownGraceMs: 100 } as const;
  const kaizen = createKaizen({ proxy: false, ...quiet, ...options });
  open.push(kaizen);
  return kaizen;
}

function collector() {
  const requests: KaizenRequestEvent[] = [];
  const compressed: string[] = [];
  const metrics: KaizenMetricsCollector = {
    recordRequest: (event) => void requests.push(event),
    recordCompression: ({ requestId }) => void compressed.push(requestId),
  };
  return { metrics, requests, compressed };
}

const prompt = { prompt: { rows: [{ a: 1 }, { a: 2 }, { a: 3 }] } };

describe('metrics', () => {
  it('are told of every operation that ends, once each', async () => {
    const { metrics, requests, compressed } = collector();
    const kaizen = client({ metrics });
    const { result } = await kaizen.promptsEncode(prompt, { requestId: 'encode' });
    await kaizen.promptsDecode({ ktof: result }, { requestId: 'decode' });
    await kaizen.health({ requestId: 'health' });
    await kaizen.compress({ data: undefined }, { requestId: 'bad' }).catch(() => 0);
    await kaizen.estimateTokens('text');
    expect(requests.map(({ requestId, outcome }) => `${requestId} ${outcome}`)).toEqual([
      ...['encode ok', 'decode ok', 'health ok', 'bad error'],
    ]);
    expect(compressed).toEqual(['encode', 'decode']);
    expect(requests[3]).toMatchObject({ errorCode: 'KAIZEN_INVALID_PAYLOAD' });
  });

  it('are told of each item of a batch, and of a stream at its end', async () => {
    const { metrics, requests, compressed } = collector();
    const kaizen = client({ metrics });
    await kaizen.promptsEncodeBatch([prompt, { promt: 1 } as never, prompt], { requestId: 'b' });
    const stream = kaizen.promptsEncodeStream(prompt, { requestId: 's' });
    const counted: number[] = [];
    for await (const event of stream) {
      if (event.type === 'chunk') counted.push(requests.length);
    }
    expect(new Set(counted)).toEqual(new Set([3]));
    const left = kaizen.promptsEncodeStream(prompt, { requestId: 'l' });
    for await (const event of left) if (event.type === 'chunk') break;
    const told = requests.map(({ operation, requestId, outcome, errorCode = '' }) =>
      `${operation} ${requestId} ${outcome} ${errorCode}`.trim(),
    );
    expect(told).toEqual([
      'promptsEncode b.1 error KAIZEN_INVALID_PAYLOAD',
      ...['promptsEncode b.0 ok', 'promptsEncode b.2 ok'],
      'promptsEncodeStream s ok',
      'promptsEncodeStream l error KAIZEN_ABORTED',
    ]);
    expect(compressed).toEqual(['b.0', 'b.2', 's']);
  });

  it('cannot fail, delay or change a call, whatever a collector does', async () => {
    const tell: string[] = [];
    const hostile: KaizenMetricsCollector[] = [
      {
        recordRequest: () => {
          throw new Error('no');
        },
      },
      { recordRequest: () => Promise.reject(new Error('no')) as never },
      { recordRequest: () => new Promise(() => undefined) as never },
      { recordRequest: (event) => void Object.assign(event, { outcome: 'error' }) },
      { recordCompression: ({ tokens }) => void (tokens as unknown[]).push(1) },
      {
        get recordRequest(): never {
          throw new Error('no');
        },
      },
      { recordRequest: ({ outcome }) => void tell.push(outcome) },
    ];
    const kaizen = client({ metrics: hostile, timeoutMs: 200 });
    const expected = await client().promptsEncode(prompt, { requestId: 'r' });
    expect(await kaizen.promptsEncode(prompt, { requestId: 'r' })).toEqual(expected);
    const slow = client({
      timeoutMs: 200,
      metrics: {
        recordRequest: () => {
          const until = performance.now() + 300;
          while (performance.now() < until);
        },
      },
    });
    expect(await slow.promptsEncode(prompt, { requestId: 'r' })).toEqual(expected);
    expect(tell).toEqual(['ok']);
  });

  it('go to the collectors that the app provides, beside the option, from every client', async () => {
    const [one, two, three] = [collector(), collector(), collector()];
    const tracer = new RecordingTracer();
    @Global()
    @Module({
      providers: [
        { provide: KAIZEN_METRICS, useValue: [one.metrics, two.metrics] },
        { provide: KAIZEN_TRACER, useValue: tracer },
      ],
      exports: [KAIZEN_METRICS, KAIZEN_TRACER],
    })
    class Watching {}
    const app = await Test.createTestingModule({
      imports: [
        Watching,
        KaizenModule.forRoot({ metrics: three.metrics }),
        KaizenModule.forRoot({ name: 'eu' }),
      ],
    })
      .setLogger(false as never)
      .compile();
    open.push(app);
    await app.get(KaizenService).health();
    await app.get<KaizenService>('KaizenService(eu)').health();
    const clients = [one, two, three].map(({ requests }) => requests.map((event) => event.client));
    expect(clients).toEqual([['default', 'eu'], ['default', 'eu'], ['default']]);
    expect(tracer.spans).toHaveLength(2);
  });
});

describe('tracing', () => {
  it('has a span for each call and each attempt, and sends their context', async () => {
    const server = await serve(refuse(503), reset, ok);
    const tracer = new RecordingTracer();
    const kaizen = client({ baseUrl: server.url, tracer });
    await kaizen.compress({ data: 1 }, { requestId: 'r' });
    const [call, ...attempts] = tracer.spans;
    expect(call).toMatchObject({
      parent: undefined,
      told: { client: 'default', operation: 'compress', requestId: 'r', transport: 'http' },
      ended: { outcome: { outcome: 'ok', attempts: 3 }, compression: { jsonBytes: 40 } },
    });
    const url = `${server.url}v1/compress`;
    expect(attempts.map(({ told }) => told)).toEqual(
      [1, 2, 3].map((attempt) => ({ operation: 'compress', attempt, method: 'POST', url })),
    );
    expect(attempts.map(({ ended }) => ended)).toEqual([
      { statusCode: 503, errorType: '503' },
      { errorType: 'ECONNRESET' },
      { statusCode: 200 },
    ]);
    expect(attempts.map(({ parent }) => parent)).toEqual([call!.id, call!.id, call!.id]);
    const sent = server.requests.map(({ headers }) => headers['traceparent']?.split('-')[2]);
    expect(sent).toEqual(attempts.map(({ id }) => id));
    expect(tracer.spans.every(({ ends }) => ends === 1)).toBe(true);
  });

  it('takes its parent from the headers of the call, else from the context around it', async () => {
    const tracer = new RecordingTracer();
    const kaizen = client({
      tracer,
      hooks: { beforeRequest: async () => void (await sleep(1), seen.push(tracer.current?.id)) },
    });
    const seen: (string | undefined)[] = [];
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await kaizen.health({ headers: { TraceParent: traceparent, 'x-other': 'no' } });
    const outer = tracer.startCall({ parent: {} } as never);
    await new Promise((resolve) => outer.run!(() => void kaizen.health().then(resolve)));
    const [remote, around, inner] = tracer.spans;
    expect(remote).toMatchObject({ parent: 'b'.repeat(16), told: { parent: { traceparent } } });
    expect(Object.keys((remote!.told as { parent: object }).parent)).toEqual(['traceparent']);
    expect(inner!.parent).toBe(around!.id);
    expect(seen).toEqual([remote!.id, inner!.id]);
    expect(tracer.current).toBeUndefined();
  });

  it('ends every span when the call is given up, runs out of time or fails', async () => {
    const server = await serve(silence);
    const tracer = new RecordingTracer();
    const kaizen = client({ baseUrl: server.url, tracer });
    const caller = new AbortController();
    const call = kaizen.compress({ data: 1 }, { signal: caller.signal });
    await sleep(50);
    caller.abort();
    await expect(call).rejects.toBeInstanceOf(KaizenAbortError);
    await expect(kaizen.compress({ data: 1 }, { timeoutMs: 50 })).rejects.toThrow();
    await expect(kaizen.compress({ data: () => 1 })).rejects.toThrow();
    await sleep(20);
    expect(tracer.spans.map(({ ended, ends }) => [ends, ended])).toMatchObject([
      [1, { outcome: { outcome: 'error', errorCode: 'KAIZEN_ABORTED' } }],
      [1, { errorType: 'aborted' }],
      [1, { outcome: { outcome: 'error', errorCode: 'KAIZEN_TIMEOUT' } }],
      [1, { errorType: 'aborted' }],
      [1, { outcome: { outcome: 'error', errorCode: 'KAIZEN_INVALID_PAYLOAD' } }],
    ]);
  });

  it('has one span for a batch and one for a stream', async () => {
    const tracer = new RecordingTracer();
    const kaizen = client({ tracer });
    await kaizen.promptsEncodeBatch([prompt, prompt]);
    for await (const event of kaizen.promptsEncodeStream(prompt)) void event;
    const told = tracer.spans.map((span) => [span.told.operation, span.ends]);
    expect(told).toEqual([
      ['promptsEncodeBatch', 1],
      ['promptsEncodeStream', 1],
    ]);
  });

  it.each<[string, KaizenOptions['tracer']]>([
    [
      'throws',
      {
        startCall: () => {
          throw new Error('no');
        },
      },
    ],
    ['gives no span', { startCall: () => undefined }],
    [
      'gives a span that throws',
      {
        startCall: () => ({
          run: () => {
            throw new Error('no');
          },
          startAttempt: () => {
            throw new Error('no');
          },
          end: () => {
            throw new Error('no');
          },
        }),
      },
    ],
    [
      'never does the work, or twice',
      {
        startCall: ({ requestId }) => ({
          run: (work) => (requestId === 'r' ? undefined : void (work(), work())),
          startAttempt: () => ({
            headers: { host: 'elsewhere', traceparent: 'a\nb' },
            end: () => 0 as never,
          }),
          end: () => undefined,
        }),
      },
    ],
  ])('changes nothing for a call when the tracer %s', async (_, tracer) => {
    const server = await serve(ok);
    const kaizen = client({ baseUrl: server.url, tracer });
    for (const requestId of ['r', 's']) {
      const { result } = await kaizen.compress({ data: 1 }, { requestId });
      expect(result).toBe('answer: 42');
    }
    expect(server.requests).toHaveLength(2);
    expect(server.requests[0]!.headers).toMatchObject({ host: `127.0.0.1:${server.port}` });
    expect(server.requests[0]!.headers).not.toHaveProperty('traceparent');
  });
});

describe('hooks', () => {
  it('run around each request and add headers to every attempt of it', async () => {
    const server = await serve(refuse(503), ok);
    const told: (KaizenHookContext | KaizenHookOutcome)[] = [];
    const kaizen = client({
      baseUrl: server.url,
      headers: { 'x-a': 'client' },
      hooks: {
        beforeRequest: async (context) => {
          await sleep(5);
          told.push(context);
          return { headers: { 'X-Extra': 'from-hook', 'x-a': 'hook' } };
        },
        afterResponse: (outcome) => void told.push(outcome),
      },
    });
    await kaizen.compress({ data: { n: [1] } }, { requestId: 'r', headers: { 'x-a': 'call' } });
    const common = { client: 'default', operation: 'compress', requestId: 'r', transport: 'http' };
    expect(told).toMatchObject([
      { ...common, payload: { data: { n: [1] } } },
      { ...common, outcome: 'ok', servedBy: 'http', attempts: 2, durationMs: expect.any(Number) },
    ]);
    const sent = server.requests.map(({ headers }) => [headers['x-extra'], headers['x-a']]);
    expect(sent).toEqual([
      ['from-hook', 'hook'],
      ['from-hook', 'hook'],
    ]);
  });

  it('see the payload and cannot change it', async () => {
    const data = { list: [{ name: 'Ada' }], nested: Object.freeze({ deep: { at: new Date(0) } }) };
    const tried: unknown[] = [];
    const kaizen = client({
      hooks: {
        beforeRequest: ({ payload }) => {
          const view = (payload as { data: typeof data }).data;
          tried.push(
            JSON.stringify(view),
            view.list.map(({ name }) => name),
            { ...view.list[0] },
          );
          tried.push(Array.isArray(view.list), 'list' in view, view.nested.deep.at.getTime());
          const changes = [
            () => (view.list[0]!.name = 'Eve'),
            () => view.list.push({ name: 'Eve' }),
            () => Reflect.deleteProperty(view, 'list'),
            () => Object.defineProperty(view.nested.deep, 'at', { value: 1 }),
            () => Object.setPrototypeOf(view, null) as unknown,
            () => Object.freeze(view.list),
            () => ((view.valueOf() as typeof data).list = []),
          ];
          for (const change of changes) expect(change).toThrow('A hook cannot change a payload');
          view.nested.deep.at.setTime(5);
        },
      },
    });
    const { result } = await kaizen.compress({ data });
    expect(tried).toEqual([JSON.stringify(data), ['Ada'], { name: 'Ada' }, true, true, 0]);
    expect((await client().compress({ data })).result).toBe(result);
  });

  it.each<[string, KaizenOptions['hooks'], 'beforeRequest' | 'afterResponse']>([
    [
      'before',
      {
        beforeRequest: () => {
          throw new RangeError('mine');
        },
      },
      'beforeRequest',
    ],
    [
      'before, later',
      { beforeRequest: () => Promise.reject(new RangeError('mine')) },
      'beforeRequest',
    ],
    ['after', { afterResponse: () => Promise.reject(new RangeError('mine')) }, 'afterResponse'],
  ])('fail the call when they fail: %s', async (_, hooks, hook) => {
    const error: unknown = await client({ hooks })
      .health({ requestId: 'r' })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KaizenHookError);
    expect(error).toMatchObject({ hook, requestId: 'r', cause: new RangeError('mine') });
    expect((error as KaizenHookError).toJSON()).toMatchObject({ hook, code: 'KAIZEN_HOOK_FAILED' });
  });

  it('do not hide what a request failed with; that they failed is a warning', async () => {
    const lines: string[] = [];
    const warn = (line: unknown) => void lines.push(String(line));
    const logger = { warn, log: () => undefined, error: () => undefined };
    const server = await serve(refuse(422));
    for (const fails of [true, false]) {
      const afterResponse = ({ error }: KaizenHookOutcome) =>
        Promise.reject(fails ? new Error('mine') : (error as Error));
      const options = { hooks: { afterResponse }, logger, logLevel: 'warn' } as const;
      const call = client({ baseUrl: server.url, ...options }).health();
      await expect(call).rejects.toMatchObject({ statusCode: 422 });
    }
    expect(lines).toEqual([
      expect.stringMatching(/^\[default\] health: The hook afterResponse threw an error/),
    ]);
  });

  it('have to give headers that can be sent', async () => {
    const hooks = { beforeRequest: () => ({ headers: { 'Content-Length': '5' } }) };
    await expect(client({ hooks }).health()).rejects.toThrow(
      /^The hook beforeRequest gave headers that cannot be sent\. Give an object of header names/,
    );
  });

  it('are awaited no longer than the call may take', async () => {
    const server = await serve(ok);
    const signals: AbortSignal[] = [];
    const hooks = {
      beforeRequest: ({ signal }: KaizenHookContext) => {
        signals.push(signal);
        return sleep(150);
      },
    };
    const kaizen = client({ baseUrl: server.url, hooks });
    await expect(kaizen.health({ timeoutMs: 50 })).rejects.toMatchObject({ which: 'total' });
    expect(signals[0]!.aborted).toBe(true);
    await sleep(150);
    expect(server.requests).toHaveLength(0);
  });

  it('give nothing away of the headers of their call when they fail', async () => {
    const server = await serve(ok);
    const hooks = {
      beforeRequest: () => ({ headers: { 'x-gateway-token': 'Zq8mTx4LpW2v' } }),
      afterResponse: () => {
        throw new Error('audit failed for Zq8mTx4LpW2v, pl8inl0ngKey');
      },
    };
    const error: unknown = await client({ baseUrl: server.url, hooks })
      .health({ headers: { 'x-api-key': 'pl8inl0ngKey' } })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'KAIZEN_HOOK_FAILED' });
    expect(inspect(error, { depth: null })).not.toMatch(/Zq8mTx4LpW2v|pl8inl0ngKey/);
  });

  it.each([
    ['without a cache', false],
    ['with a cache', true],
  ])(
    'run once for each request that is sent where a service takes no batches, %s',
    async (_, cache) => {
      const server = await serve(refuse(404), ok);
      const told: [when: string, of: unknown, end?: unknown][] = [];
      const of = (payload: unknown) => (Array.isArray(payload) ? payload.length : 'one');
      const hooks = {
        beforeRequest: async ({ payload }: KaizenHookContext) => {
          await sleep(5);
          told.push(['before', of(payload)]);
        },
        afterResponse: ({ payload, outcome, error }: KaizenHookOutcome) =>
          void told.push(['after', of(payload), (error as KaizenAPIError)?.statusCode ?? outcome]),
      };
      const kaizen = client({ baseUrl: server.url, hooks, cache });
      const prompts = Array.from({ length: 102 }, (_, n) => ({ prompt: { n } }));
      const first = await kaizen.promptsEncodeBatch(prompts, { concurrency: 8 });
      expect(first.errors).toEqual([]);
      expect(server.requests).toHaveLength(1 + prompts.length);
      const lists = () => told.filter(([, of]) => of !== 'one');
      // The request that finds out is one as well: what it needs to get through, hooks have added.
      expect(lists()).toEqual([
        ['before', 100],
        ['after', 100, 404],
      ]);
      expect(told.filter(([when]) => when === 'before')).toHaveLength(server.requests.length);
      expect(told.filter(([when]) => when === 'after')).toHaveLength(server.requests.length);
      await kaizen.promptsEncodeBatch([{ prompt: 'new' }, { prompt: 'as well' }]);
      expect(lists()).toHaveLength(2);
      expect(told).toHaveLength(2 * server.requests.length);
    },
  );

  it('see what a request failed with, the requests of a batch and a stream’s end', async () => {
    const server = await serve(refuse(422));
    const ends: unknown[] = [];
    const hooks = {
      afterResponse: ({ operation, outcome, error, payload }: KaizenHookOutcome) =>
        void ends.push([operation, outcome, (error as Error | undefined)?.name, typeof payload]),
    };
    await client({ baseUrl: server.url, hooks })
      .health()
      .catch(() => 0);
    const embedded = client({ hooks });
    await embedded.promptsEncodeBatch([prompt, prompt]);
    for await (const event of embedded.promptsEncodeStream(prompt)) void event;
    for await (const event of embedded.promptsDecodeStream(['a: 1'])) void event;
    expect(ends).toEqual([
      ['health', 'error', 'KaizenValidationError', 'object'],
      ...Array.from({ length: 3 }, () => ['promptsEncode', 'ok', undefined, 'object']),
      ['promptsDecode', 'ok', undefined, 'undefined'],
    ]);
  });
});

describe('savings', () => {
  it('count what a client saved, items of batches and streams included', async () => {
    const kaizen = client();
    const { stats } = await kaizen.promptsEncode(prompt);
    await kaizen.promptsEncodeBatch([prompt, prompt]);
    for await (const event of kaizen.promptsEncodeStream(prompt)) void event;
    await kaizen.compress({ data: undefined }).catch(() => 0);
    const { operations } = kaizen.savings();
    expect(operations['promptsEncode']?.answered).toMatchObject({
      calls: 3,
      bytes: { before: 3 * stats.originalBytes, after: 3 * stats.compressedBytes },
    });
    expect(operations['promptsEncodeStream']?.answered).toMatchObject({ calls: 1, measured: 1 });
    expect(Object.keys(operations)).toEqual(['promptsEncode', 'promptsEncodeStream']);
    kaizen.resetSavings();
    expect(kaizen.savings().operations).toEqual({});
  });

  it('count what a cache answers apart', async () => {
    const { metrics, requests } = collector();
    const kaizen = client({ cache: true, metrics });
    for (let left = 3; left > 0; left -= 1) await kaizen.promptsEncode(prompt);
    const { answered, cached } = kaizen.savings().operations['promptsEncode']!;
    expect([answered.calls, cached.calls]).toEqual([1, 2]);
    expect(cached.bytes.before).toBe(2 * answered.bytes.before);
    expect(requests.map(({ cache }) => cache)).toEqual(['miss', 'hit', 'hit']);
  });

  it('count what is as large as JSON as none, and what grew as negative', async () => {
    const kaizen = client();
    await kaizen.compress({ data: '' });
    expect(kaizen.savings().operations['compress']!.answered.bytes).toEqual({
      ...{ before: 2, after: 2, saved: 0 },
    });
    const grown = { ...ENVELOPE, stats: { ...ENVELOPE.stats, compressed_bytes: 70 } };
    const server = await serve(reply(200, JSON.stringify(grown)));
    const asking = client({ baseUrl: server.url });
    await asking.compress({ data: 1 });
    expect(asking.savings().operations['compress']!.answered.bytes.saved).toBe(-30);
  });
});
