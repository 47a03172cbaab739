import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, type ModuleMetadata } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test, type TestingModule, type TestingModuleBuilder } from '@nestjs/testing';
import {
  createKaizen,
  getKaizenOptionsToken,
  getKaizenToken,
  KaizenAuthenticationError,
  KaizenConnectionError,
  KaizenFormatError,
  KaizenModule,
  KaizenOptionsError,
  KaizenPayloadError,
  KaizenRateLimitError,
  KaizenResponseError,
  KaizenService,
  KaizenTimeoutError,
  KaizenValidationError,
  UseKaizen,
} from 'nestjs-kaizen';
import { KaizenHealthIndicator } from 'nestjs-kaizen/health';
import {
  createTestingKaizen,
  getKaizenRecorderToken,
  KaizenRecorder,
  type KaizenScriptedService,
  KaizenTestingModule,
  startScriptedService,
} from 'nestjs-kaizen/testing';

const booted: { close(): Promise<unknown> }[] = [];
afterEach(() => Promise.all(booted.splice(0).map((each) => each.close())));

type Adjust = (builder: TestingModuleBuilder) => TestingModuleBuilder;

async function boot(metadata: ModuleMetadata, adjust: Adjust = (b) => b): Promise<TestingModule> {
  const builder = Test.createTestingModule(metadata).setLogger(false as never);
  const app = await adjust(builder).compile();
  booted.push(app);
  return app.init();
}

function testing(...args: Parameters<typeof createTestingKaizen>) {
  const kaizen = createTestingKaizen(...args);
  booted.push(kaizen);
  return { kaizen, recorder: kaizen.recorder };
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'It did not fail.',
    (error: unknown) => error,
  );

const prompt = { rows: [{ id: 1 }, { id: 2 }] };
const KTOF = 'rows[2]{id}:\n 1\n 2';

@Injectable()
class Summaries {
  constructor(
    readonly kaizen: KaizenService,
    @UseKaizen('eu') readonly eu: KaizenService,
  ) {}
}
@Module({ providers: [Summaries], exports: [Summaries] })
class SummariesModule {}

describe('KaizenTestingModule', () => {
  afterEach(() => {
    delete process.env['KAIZEN_API_KEY'];
    delete process.env['KAIZEN_TIMEOUT'];
  });

  it('stands in for KaizenModule: default and named clients, each with a recorder', async () => {
    const app = await boot({
      imports: [
        KaizenTestingModule.forRoot({ isGlobal: true }),
        KaizenTestingModule.forRoot({ name: 'eu', isGlobal: true, profile: 'toon' }),
        SummariesModule,
      ],
    });
    const { kaizen, eu } = app.get(Summaries);
    expect(kaizen).toBeInstanceOf(KaizenService);
    expect((await kaizen.compress({ data: prompt })).result).toBe(KTOF);
    expect((await eu.compress({ data: prompt })).result).toBe(KTOF.replaceAll('\n ', '\n  '));
    const [recorder, other] = [undefined, 'eu'].map((name) =>
      app.get<KaizenRecorder>(getKaizenRecorderToken(name)),
    );
    expect(recorder).toBe(app.get(KaizenRecorder));
    expect(recorder!.calls).toHaveLength(1);
    expect(other!.calls).toHaveLength(1);
    expect(other).not.toBe(recorder);
  });

  it('ignores the environment, even a wrong one', async () => {
    process.env['KAIZEN_API_KEY'] = 'k-real';
    process.env['KAIZEN_TIMEOUT'] = 'soon';
    const app = await boot({ imports: [KaizenTestingModule.forRoot()] });
    const kaizen = app.get(KaizenService);
    expect(kaizen.transport).toBe('embedded');
    expect(app.get(getKaizenOptionsToken())).toMatchObject({ timeoutMs: 30_000 });
    expect((await kaizen.health()).status).toBe('ok');
  });

  it('is closed with the app', async () => {
    const app = await boot({ imports: [KaizenTestingModule.forRoot()] });
    const kaizen = app.get(KaizenService);
    await app.close();
    await expect(kaizen.health()).rejects.toMatchObject({ code: 'KAIZEN_CLIENT_CLOSED' });
  });

  it('takes overridden options, recorders and clients', async () => {
    const recorder = new KaizenRecorder();
    const app = await boot({ imports: [KaizenTestingModule.forRoot()] }, (builder) =>
      builder
        .overrideProvider(getKaizenOptionsToken())
        .useValue({ maxDepth: 1, apiKey: 'k-1' })
        .overrideProvider(KaizenRecorder)
        .useValue(recorder),
    );
    const kaizen = app.get(KaizenService);
    expect(kaizen.transport).toBe('embedded');
    expect(await failureOf(kaizen.compress({ data: prompt }))).toMatchObject({
      code: 'KAIZEN_PAYLOAD_TOO_DEEP',
    });
    expect(recorder.calls).toHaveLength(1);

    const own = createKaizen();
    const other = await boot({ imports: [KaizenTestingModule.forRoot()] }, (builder) =>
      builder.overrideProvider(KaizenService).useValue(own),
    );
    expect(other.get(KaizenService)).toBe(own);
  });

  it.each([
    [{ apiKey: 'k-1' }, 'apiKey'],
    [{ transport: 'http' }, 'transport'],
    [{ maxDepth: 0 }, 'maxDepth'],
  ])('refuses %p at boot', async (options, option) => {
    const imports = [KaizenTestingModule.forRoot(options as never)];
    expect(await failureOf(boot({ imports }))).toMatchObject({
      name: 'KaizenOptionsError',
      option,
    });
  });

  it('refuses a wrong name', () => {
    expect(() => KaizenTestingModule.forRoot({ name: '' })).toThrow(KaizenOptionsError);
  });
});

describe('a client for tests', () => {
  it.each([[undefined], ['eu']])('takes the place of an app’s own (name: %p)', async (name) => {
    const { kaizen, recorder } = testing();
    const app = await boot(
      { imports: [KaizenModule.forRoot({ name, baseUrl: 'http://127.0.0.1:9' })] },
      (builder) => builder.overrideProvider(getKaizenToken(name)).useValue(kaizen),
    );
    const injected = app.get<KaizenService>(getKaizenToken(name));
    expect((await injected.promptsEncode({ prompt })).servedBy).toBe('embedded');
    expect(recorder.callsTo('promptsEncode')).toHaveLength(1);
  });

  it('answers from `respond`, and with the engine where that says nothing', async () => {
    const { kaizen } = testing({
      respond: {
        promptsDecode: ({ ktof }) => (ktof === 'known' ? { result: 42 } : undefined),
        health: () => Promise.reject(new KaizenConnectionError('down', 'refused')),
      },
    });
    expect((await kaizen.promptsDecode({ ktof: 'known' })).result).toBe(42);
    expect((await kaizen.promptsDecode({ ktof: KTOF })).result).toEqual(prompt);
    await expect(kaizen.health()).rejects.toBeInstanceOf(KaizenConnectionError);
  });
});

describe('KaizenRecorder', () => {
  it('notes every operation with its payload, options and result', async () => {
    const { kaizen, recorder } = testing();
    const call = { requestId: 'r-1' };
    const made = [
      ['compress', { data: prompt }],
      ['optimize', { data: prompt }],
      ['optimizeRequest', { prompt }],
      ['promptsEncode', { prompt }],
      ['decompress', { data: KTOF }],
      ['optimizeResponse', { ktof: KTOF }],
      ['promptsDecode', { ktof: KTOF }],
    ] as const;
    for (const [operation, payload] of made) {
      const ask = kaizen[operation].bind(kaizen) as (...args: unknown[]) => Promise<unknown>;
      const result = await ask(payload, call);
      expect(recorder.callsTo(operation)).toEqual([{ operation, payload, call, result }]);
      expect(recorder.callsTo(operation)[0]?.payload).toBe(payload);
    }
    const health = await kaizen.health();
    expect(recorder.callsTo('health')).toEqual([
      { operation: 'health', payload: {}, call: {}, result: health },
    ]);
    expect(recorder.calls.map(({ operation }) => operation)).toEqual([
      ...made.map(([operation]) => operation),
      'health',
    ]);
  });

  it('notes failures, those of a wrong payload included', async () => {
    const { kaizen, recorder } = testing();
    const failures = [
      await failureOf(kaizen.promptsEncode({} as never)),
      await failureOf(kaizen.decompress({ data: 'a[2]: 1' })),
    ];
    expect(failures[0]).toBeInstanceOf(KaizenPayloadError);
    expect(failures[1]).toBeInstanceOf(KaizenFormatError);
    expect(recorder.calls.map(({ error }) => error)).toEqual(failures);
    expect(recorder.calls.some((call) => 'result' in call)).toBe(false);
  });

  it('shows a call that is under way, and gives lists of their own', async () => {
    const { kaizen, recorder } = testing();
    const before = recorder.calls;
    const work = kaizen.compress({ data: 1 });
    expect(before).toEqual([]);
    expect(recorder.calls).toEqual([{ operation: 'compress', payload: { data: 1 }, call: {} }]);
    await work;
    expect(recorder.calls[0]).toHaveProperty('result');
  });

  it('notes streams: their last event, or what they failed with', async () => {
    const { kaizen, recorder } = testing();
    const texts: string[] = [];
    for await (const event of kaizen.promptsEncodeStream({ prompt })) {
      if (event.type === 'chunk') texts.push(event.text);
    }
    expect(texts.join('')).toBe(KTOF);
    expect(recorder.callsTo('promptsEncodeStream')).toEqual([
      {
        operation: 'promptsEncodeStream',
        payload: { prompt },
        call: {},
        result: expect.objectContaining({ type: 'done' }),
      },
    ]);
    const broken = kaizen.promptsDecodeStream(['a[2]: 1']);
    const error = await failureOf(broken.next());
    expect(error).toBeInstanceOf(KaizenFormatError);
    expect(recorder.callsTo('promptsDecodeStream')[0]).toMatchObject({
      payload: ['a[2]: 1'],
      error,
    });
  });

  it('lets a stream be left at once, though its source says nothing', async () => {
    const { kaizen } = testing();
    const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => 0) }) };
    const stream = kaizen.promptsDecodeStream(silent as AsyncIterable<string>);
    const pending = stream.next();
    await stream.return();
    expect(await pending).toMatchObject({ done: true });
  });

  it('fails the next calls in turn, each once, whatever the engine would say', async () => {
    const { kaizen, recorder } = testing();
    const first = new KaizenTimeoutError('too slow', 500);
    const second = new KaizenRateLimitError('too many', { statusCode: 429, retryAfterMs: 1000 });
    recorder.failNext('promptsEncode', first).failNext('promptsEncode', second);
    expect((await kaizen.compress({ data: prompt })).result).toBe(KTOF);
    expect(await failureOf(kaizen.promptsEncode({ prompt }, { requestId: 'r-1' }))).toBe(first);
    expect(first.requestId).toBe('r-1');
    expect(await failureOf(kaizen.promptsEncode({ prompt }))).toBe(second);
    expect((await kaizen.promptsEncode({ prompt })).result).toBe(KTOF);
  });

  it('keeps what it was told for a call whose payload is right', async () => {
    const { kaizen, recorder } = testing();
    const failure = new Error('unexpected');
    recorder.failNext('promptsEncode', failure);
    await failureOf(kaizen.promptsEncode({} as never));
    expect(await failureOf(kaizen.promptsEncode({ prompt }))).toBe(failure);
  });

  it('notes a batch as one call, whose items take the answers of calls', async () => {
    const { kaizen, recorder } = testing();
    const failure = new KaizenTimeoutError('too slow', 500);
    recorder.failNext('promptsEncode', failure).respondNext('promptsDecode', { result: 1 });
    const batch = await kaizen.promptsEncodeBatch([{ prompt }, { prompt }], { concurrency: 1 });
    expect(batch.errors).toEqual([{ index: 0, error: failure }]);
    expect(batch.items[1]?.result).toBe(KTOF);
    const decoded = await kaizen.promptsDecodeBatch([{ ktof: KTOF }]);
    expect(decoded.items[0]?.result).toBe(1);
    expect(recorder.calls).toEqual([
      {
        operation: 'promptsEncodeBatch',
        payload: [{ prompt }, { prompt }],
        call: { concurrency: 1 },
        result: batch,
      },
      { operation: 'promptsDecodeBatch', payload: [{ ktof: KTOF }], call: {}, result: decoded },
    ]);
  });

  it('fails the next stream at its first event', async () => {
    const { kaizen, recorder } = testing();
    const failure = new KaizenConnectionError('down', 'refused');
    recorder.failNext('promptsEncodeStream', failure).failNext('promptsDecodeStream', failure);
    expect(await failureOf(kaizen.promptsEncodeStream({ prompt }).next())).toBe(failure);
    expect(await failureOf(kaizen.promptsDecodeStream(KTOF).next())).toBe(failure);
    const types: string[] = [];
    for await (const { type } of kaizen.promptsDecodeStream(KTOF)) types.push(type);
    expect(types).toContain('done');
  });

  it('answers the next calls with bodies, read as a service’s are', async () => {
    const { kaizen, recorder } = testing();
    recorder
      .respondNext('promptsDecode', { result: { late: [102] } })
      .respondNext('promptsEncode', {
        status: 'success',
        result: 'short',
        stats: { original_bytes: 100, compressed_bytes: 25 },
        token_stats: { 'gpt-4o': { original: 50, compressed: 20 } },
      })
      .respondNext('compress', ({ data }) => ({ result: `<${String(data)}>` }))
      .respondNext('compress', { result: 5 })
      .respondNext('health', { status: 'degraded' });
    expect((await kaizen.promptsDecode({ ktof: KTOF })).result).toEqual({ late: [102] });
    const encoded = await kaizen.promptsEncode({ prompt });
    expect(encoded.stats.savedPercent).toBe(75);
    expect(encoded.tokenStats['gpt-4o']?.tokensSaved).toBe(30);
    expect((await kaizen.compress({ data: 1 })).result).toBe('<1>');
    expect(await failureOf(kaizen.compress({ data: 1 }))).toBeInstanceOf(KaizenResponseError);
    expect((await kaizen.health()).status).toBe('degraded');
    expect((await kaizen.compress({ data: prompt })).result).toBe(KTOF);
  });

  it('holds a call to its deadline while its answer is pending', async () => {
    const { kaizen, recorder } = testing({ timeoutMs: 20 });
    recorder.respondNext('promptsEncode', () => new Promise<never>(() => undefined));
    expect(await failureOf(kaizen.promptsEncode({ prompt }))).toBeInstanceOf(KaizenTimeoutError);
  });

  it('forgets calls and answers when reset', async () => {
    const { kaizen, recorder } = testing();
    recorder.failNext('compress', new Error('never'));
    await kaizen.health();
    recorder.reset();
    expect(recorder.calls).toEqual([]);
    expect((await kaizen.compress({ data: prompt })).result).toBe(KTOF);
  });

  it('brings a health route down', async () => {
    @Controller()
    class HealthController {
      constructor(
        private readonly health: HealthCheckService,
        private readonly kaizen: KaizenHealthIndicator,
      ) {}

      @Get()
      @HealthCheck()
      check() {
        return this.health.check([() => this.kaizen.pingCheck('kaizen')]);
      }
    }
    const app = await boot({
      imports: [KaizenTestingModule.forRoot(), TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController],
      providers: [KaizenHealthIndicator],
    });
    app.get(KaizenRecorder).failNext('health', new KaizenConnectionError('gone', 'refused'));
    const controller = app.get(HealthController);
    expect(await failureOf(controller.check())).toMatchObject({ status: 503 });
    expect(await controller.check()).toMatchObject({ status: 'ok' });
  });
});

describe('startScriptedService', () => {
  let service: KaizenScriptedService;
  let kaizen: KaizenService;
  beforeAll(async () => {
    service = await startScriptedService();
    kaizen = createKaizen({
      baseUrl: service.url,
      apiKey: 'k-test',
      retryBackoffFactor: 0,
      logger: { log: () => 0, warn: () => 0, error: () => 0 },
    });
  });
  afterEach(() => service.reset());
  afterAll(async () => {
    await kaizen.close();
    await service.close();
  });

  it('answers every operation as the embedded engine does', async () => {
    const { result, meta } = await kaizen.promptsEncode({ prompt, tokenModels: ['gpt-4o'] });
    expect(result).toBe(KTOF);
    expect((await kaizen.promptsDecode({ ktof: result, replayMeta: meta })).result).toEqual(prompt);
    expect((await kaizen.compress({ data: prompt })).result).toBe(KTOF);
    expect((await kaizen.decompress({ data: KTOF })).result).toEqual(prompt);
    expect((await kaizen.optimize({ data: prompt })).stats.bytesSaved).toBeGreaterThan(0);
    expect((await kaizen.optimizeRequest({ prompt })).servedBy).toBe('http');
    expect((await kaizen.optimizeResponse({ ktof: KTOF })).result).toEqual(prompt);
    expect((await kaizen.health()).status).toBe('ok');
    const { items } = await kaizen.promptsEncodeBatch([{ prompt }, { prompt }]);
    expect(items.map((item) => item?.result)).toEqual([KTOF, KTOF]);
  });

  it('notes requests as they came', async () => {
    await kaizen.promptsEncode(
      { prompt, tokenModels: ['gpt-4o'] },
      { requestId: 'r-1', headers: { 'X-Tenant': 'a' } },
    );
    await kaizen.health();
    expect(service.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v1/prompts/encode',
        headers: { 'x-api-key': 'k-test', 'x-request-id': 'r-1', 'x-tenant': 'a' },
        body: { prompt, token_models: ['gpt-4o'] },
      },
      { method: 'GET', path: '/', body: undefined },
    ]);
    service.reset();
    expect(service.requests).toEqual([]);
  });

  it('does what its script says, one step after another, then answers again', async () => {
    service
      .script('promptsEncode', { status: 503, headers: { 'retry-after': '0' } }, { reset: true })
      .script('POST /v1/compress', { body: { status: 'ok', result: 'scripted' } });
    const encoded = await kaizen.promptsEncode({ prompt });
    expect(encoded.result).toBe(KTOF);
    expect(service.requests).toHaveLength(3);
    expect((await kaizen.compress({ data: 1 })).result).toBe('scripted');
    expect((await kaizen.compress({ data: prompt })).result).toBe(KTOF);
  });

  it('repeats a step, and takes `*` where a route has none of its own', async () => {
    service.script('*', { status: 500, times: Infinity }).script('health', { times: 2 });
    await kaizen.health();
    await kaizen.health();
    for (const attempts of [1, 2]) {
      const failure = await failureOf(kaizen.health({ maxRetries: attempts - 1 }));
      expect(failure).toMatchObject({ statusCode: 500, attempts });
    }
  });

  it('sends texts and bytes as they are, with the headers it is told', async () => {
    service.script(
      'health',
      { body: '<html>', headers: { 'content-type': 'text/html' } },
      { body: Buffer.from('{"status": "o') },
      { status: 401, headers: { 'x-request-id': 'theirs' } },
    );
    const faults = [await failureOf(kaizen.health()), await failureOf(kaizen.health())];
    expect(faults).toMatchObject([{ fault: 'content-type' }, { fault: 'invalid-json' }]);
    const refused = await failureOf(kaizen.health());
    expect(refused).toBeInstanceOf(KaizenAuthenticationError);
    expect(refused).toMatchObject({
      requestId: 'theirs',
      message: expect.stringContaining('"Unauthorized"'),
    });
  });

  it('waits before it answers', async () => {
    service.script('health', { delayMs: 5000 }, { delayMs: 30 });
    const late = kaizen.health({ readTimeoutMs: 50, maxRetries: 0 });
    expect(await failureOf(late)).toMatchObject({ which: 'read' });
    const started = performance.now();
    await kaizen.health();
    expect(performance.now() - started).toBeGreaterThan(25);
  });

  it('refuses what a service would refuse', async () => {
    const post = async (path: string, body: string, method = 'POST') => {
      const response = await fetch(service.url + path, {
        method,
        ...(method === 'POST' && { body, headers: { 'x-request-id': 'r-2' } }),
      });
      return { status: response.status, ...((await response.json()) as object) };
    };
    const text = await failureOf(kaizen.decompress({ data: 'a[2]: 1' }));
    expect(text).toBeInstanceOf(KaizenValidationError);
    expect(text).toMatchObject({ statusCode: 400 });
    expect(await post('/v1/prompts/encode', '{"promt": 1}')).toEqual({
      status: 422,
      detail: [
        { loc: ['body', 'promt'], msg: expect.stringContaining('prompt'), type: 'value_error' },
      ],
    });
    expect(await post('/v1/compress', 'no JSON')).toMatchObject({ status: 422 });
    expect(await post('/v1/compress', '', 'GET')).toMatchObject({ status: 405 });
    expect(await post('/v2', '{}')).toEqual({ status: 404, detail: 'Not Found' });
  });

  it('begins with a script, listens where it is told, and limits what it takes', async () => {
    const first = await startScriptedService(
      { health: [{ status: 500 }], '*': [] },
      { engine: { maxPayloadBytes: 10 } },
    );
    const { port, url } = first;
    expect((await fetch(url)).status).toBe(500);
    const body = JSON.stringify({ data: 'x'.repeat(50) });
    expect((await fetch(`${url}/v1/compress`, { method: 'POST', body })).status).toBe(413);
    await first.close();
    await expect(fetch(url)).rejects.toThrow();
    const second = await startScriptedService({}, { port });
    expect(second.url).toBe(url);
    expect((await fetch(url)).status).toBe(200);
    await second.close();
  });

  it('counts connections, and cuts those that are left when it closes', async () => {
    const other = await startScriptedService({ '*': [{ delayMs: 60_000 }] });
    const client = createKaizen({ baseUrl: other.url, maxRetries: 0 });
    const waiting = failureOf(client.health());
    await expect(client.health()).resolves.toBeDefined();
    await client.health();
    expect(other.sockets).toEqual({ opened: 2, open: 2 });
    await other.close();
    await other.close();
    expect(await waiting).toMatchObject({ failure: 'reset' });
    expect(other.sockets).toEqual({ opened: 2, open: 0 });
    await client.close();
  });
});
