import { MIMEType } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CallHandler,
  type CanActivate,
  type DynamicModule,
  type ExecutionContext,
  Injectable,
  Module,
  type ModuleMetadata,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { Counter, register, Registry } from 'prom-client';
import { map } from 'rxjs';
import {
  createKaizen,
  getKaizenToken,
  type KaizenMetricsCollector,
  KaizenModule,
  type KaizenOptions,
  KaizenService,
} from 'nestjs-kaizen';
import {
  KaizenPrometheus,
  KaizenPrometheusModule,
  type KaizenPrometheusModuleOptions,
} from 'nestjs-kaizen/metrics';
import { KaizenOpenTelemetry, KaizenOpenTelemetryModule } from 'nestjs-kaizen/opentelemetry';
import { type KaizenServiceScript, startScriptedService } from 'nestjs-kaizen/testing';
import { ADAPTERS, runApp, type RunningApp } from './run-app.js';

const open: { close(): unknown }[] = [];
function forgetGlobals(): void {
  for (const api of [trace, metrics, context, propagation]) api.disable();
  register.clear();
}
beforeEach(forgetGlobals);
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
  forgetGlobals();
});

async function run(...args: Parameters<typeof runApp>): Promise<RunningApp> {
  const app = await runApp(...args);
  open.push(app.app);
  return app;
}

async function serve(script: KaizenServiceScript = {}) {
  const service = await startScriptedService(script);
  open.push(service);
  return service;
}

const SECRETS = {
  apiKey: 'kz-0123456789abcdefghij',
  header: 'let-me-in-48151623',
  prompt: 'Ms. Miller owes 4711 guilders',
};
const PROMPT = { prompt: { note: SECRETS.prompt, rows: [{ a: 1 }, { a: 2 }, { a: 3 }] } };

const to = (baseUrl: string, options: KaizenOptions = {}): KaizenOptions => ({
  baseUrl,
  apiKey: SECRETS.apiKey,
  headers: { 'x-pass': SECRETS.header },
  proxy: false,
  logLevel: 'off',
  retryBackoffFactor: 0.001,
  ...options,
});

/** A content type whatever the order of its parameters, which differs from one Express to the next. */
function mediaType(header: string | null): object {
  const { essence, params } = new MIMEType(header ?? '');
  return { essence, params: Object.fromEntries(params) };
}

function expectNoSecret(text: string): void {
  const found = Object.values(SECRETS).filter((secret) => text.includes(secret));
  expect(found).toEqual([]);
}

async function figuresOf(url: string): Promise<string> {
  const response = await fetch(`${url}/metrics`);
  expect(response.status).toBe(200);
  return response.text();
}

function prometheusApp(
  options?: KaizenPrometheusModuleOptions,
  rest: ModuleMetadata = {},
): ModuleMetadata {
  return {
    ...rest,
    imports: [
      KaizenPrometheusModule.forRoot(options),
      KaizenModule.forRoot({ logLevel: 'off' }),
      ...(rest.imports ?? []),
    ],
  };
}

describe('KaizenPrometheusModule', () => {
  it.each(ADAPTERS)('shows what every client does, on %s', async (_name, adapter) => {
    const service = await serve({ promptsEncode: [{ status: 503, times: 2 }] });
    const client = KaizenModule.forRoot({ name: 'eu', ...to(service.url) });
    const imports = [KaizenPrometheusModule.forRoot(), KaizenModule.forRoot(), client];
    const { app, url } = await run({ imports }, { adapter: adapter() });
    await app.get(KaizenService).promptsEncode({ ...PROMPT, tokenModels: ['gpt-4o'] });
    await app.get<KaizenService>(getKaizenToken('eu')).promptsEncode(PROMPT);
    const response = await fetch(`${url}/metrics`);
    expect(mediaType(response.headers.get('content-type'))).toEqual(
      mediaType(register.contentType),
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    const ok = (client: string, by: string) =>
      `kaizen_requests_total{client="${client}",operation="promptsEncode",outcome="ok",served_by="${by}",error_code="none"} 1\n`;
    expect(text).toContain(ok('default', 'embedded'));
    expect(text).toContain(ok('eu', 'http'));
    expect(text).toContain(
      'kaizen_retries_total{client="eu",operation="promptsEncode",reason="503"} 2',
    );
    expect(text).toMatch(
      /^kaizen_compression_tokens_total\{.*model="gpt-4o".*form="ktof".*\} \d+$/m,
    );
    expectNoSecret(text);
  });

  it('shows them as they are, even where the app wraps all that its handlers return', async () => {
    const wrap = {
      intercept: (_: ExecutionContext, next: CallHandler) =>
        next.handle().pipe(map((data: unknown) => ({ data }))),
    };
    const configure: NonNullable<Parameters<typeof runApp>[1]>['configure'] = (app) =>
      void app.useGlobalInterceptors(wrap);
    const { url } = await run(prometheusApp(), { configure });
    expect(await figuresOf(url)).toMatch(/^# HELP kaizen_requests_total /);
  });

  it('shows the figures of the app beside them, in the format of their registry', async () => {
    const registry = new Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    new Counter({ name: 'orders', help: 'Orders.', registers: [registry] }).inc(3);
    const options = { registry: registry as unknown as Registry };
    const { app, url } = await run(prometheusApp(options));
    await app.get(KaizenService).promptsEncode(PROMPT);
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(
      /^application\/openmetrics-text;.* version=1/,
    );
    const text = await response.text();
    expect(text).toMatch(/^orders_total 3$/m);
    expect(text).toMatch(/^kaizen_requests_total\{/m);
    expect(text).toMatch(/# EOF\n$/);
  });

  it('shows them where it is told, or nowhere', async () => {
    const there = await run(prometheusApp({ path: 'internal/figures' }));
    const status = async (url: string) => (await fetch(url)).status;
    expect(await status(`${there.url}/internal/figures`)).toBe(200);
    expect(await status(`${there.url}/metrics`)).toBe(404);
    const nowhere = await run(prometheusApp({ path: false }));
    expect(await status(`${nowhere.url}/metrics`)).toBe(404);
  });

  it('shows them to whom a guard lets through', async () => {
    @Injectable()
    class Keys {
      readonly scraper = 'prometheus-1';
    }
    @Module({ providers: [Keys], exports: [Keys] })
    class KeysModule {}
    @Injectable()
    class ScraperGuard implements CanActivate {
      constructor(private readonly keys: Keys) {}

      canActivate(host: ExecutionContext): boolean {
        const { headers } = host.switchToHttp().getRequest<{ headers: Record<string, string> }>();
        return headers['authorization'] === `Bearer ${this.keys.scraper}`;
      }
    }
    const asClass = await run(prometheusApp({ guard: ScraperGuard, imports: [KeysModule] }));
    const asObject = await run(prometheusApp({ guard: new ScraperGuard(new Keys()) }));
    for (const { url } of [asClass, asObject]) {
      const headers = { authorization: 'Bearer prometheus-1' };
      const answers = [await fetch(`${url}/metrics`), await fetch(`${url}/metrics`, { headers })];
      expect(answers.map(({ status }) => status)).toEqual([403, 200]);
    }
  });

  it('counts on in an app that is started again, and in two apps of one process', async () => {
    const first = await run(prometheusApp());
    await first.app.get(KaizenService).promptsEncode(PROMPT);
    await first.app.close();
    const second = await run(prometheusApp());
    const third = await run(prometheusApp());
    await second.app.get(KaizenService).promptsEncode(PROMPT);
    await third.app.get(KaizenService).promptsEncode(PROMPT);
    const line = /^kaizen_requests_total\{.*operation="promptsEncode".*\} 3$/m;
    expect(await figuresOf(second.url)).toMatch(line);
    expect(await figuresOf(third.url)).toMatch(line);
  });

  it('counts apart where apps have registries of their own', async () => {
    const [one, other] = await Promise.all([
      run(prometheusApp({ registry: new Registry() })),
      run(prometheusApp({ registry: new Registry() })),
    ]);
    await one.app.get(KaizenService).promptsEncode(PROMPT);
    expect(await figuresOf(one.url)).toMatch(/^kaizen_requests_total\{.*\} 1$/m);
    expect(await figuresOf(other.url)).not.toMatch(/^kaizen_requests_total\{/m);
  });

  it.each<[string, object]>([
    ['path', { path: '' }],
    ['guard', { guard: {} }],
    ['imports', { imports: {} }],
    ['prefix', { prefix: '-' }],
    ['route', { route: '/metrics' }],
  ])('refuses a wrong %s at once', (option, options) => {
    const make = () => KaizenPrometheusModule.forRoot(options);
    expect(make).toThrow(expect.objectContaining({ code: 'KAIZEN_INVALID_OPTION', option }));
  });

  it('does not fail calls when its registry does', async () => {
    const { app } = await run(prometheusApp());
    for (const name of ['kaizen_requests_total', 'kaizen_compression_bytes_total']) {
      const counter = register.getSingleMetric(name) as Counter;
      counter.inc = () => {
        throw new Error('no room');
      };
    }
    const { result } = await app.get(KaizenService).promptsEncode(PROMPT);
    expect(result).toContain(SECRETS.prompt);
  });
});

describe('several collectors', () => {
  async function warningsOf(...imports: DynamicModule[]): Promise<string[]> {
    const warnings: string[] = [];
    const ignore = () => undefined;
    const logger = { log: ignore, error: ignore, warn: (line: string) => void warnings.push(line) };
    const metadata = { imports: [...imports, KaizenModule.forRoot()] };
    const app = await Test.createTestingModule(metadata).setLogger(logger).compile();
    open.push(await app.init());
    return warnings;
  }

  it('by injection are told of aloud, once', async () => {
    const prometheus = KaizenPrometheusModule.forRoot();
    const both = await warningsOf(prometheus, KaizenOpenTelemetryModule.forRoot());
    expect(both).toEqual([expect.stringMatching(/^Several modules provide KAIZEN_METRICS/)]);
    const apart = KaizenOpenTelemetryModule.forRoot({ metrics: false });
    expect(await warningsOf(prometheus, apart)).toEqual([]);
  });

  it('by option are all told', async () => {
    const registries = [new Registry(), new Registry()];
    const list = registries.map((registry) => new KaizenPrometheus({ registry }));
    const failing: KaizenMetricsCollector = {
      recordRequest: () => Promise.reject(new Error('later')) as never,
      recordCompression: () => new Promise(() => undefined) as never,
    };
    const kaizen = createKaizen({ logLevel: 'off', metrics: [failing, ...list] });
    open.push(kaizen);
    await kaizen.promptsEncode(PROMPT);
    for (const registry of registries) {
      expect(await registry.metrics()).toMatch(/^kaizen_requests_total\{.*\} 1$/m);
    }
  });
});

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;

function startSdk() {
  const spanExporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor(spanExporter)];
  new NodeTracerProvider({ spanProcessors }).register();
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(meterProvider);
  open.push({ close: () => meterProvider.shutdown() });
  const figures = async () => {
    await reader.forceFlush();
    return exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
  };
  const spans = () => spanExporter.getFinishedSpans();
  return { spans, figures };
}

describe('KaizenOpenTelemetryModule', () => {
  async function tracedApp(options: KaizenOptions) {
    const imports = [KaizenOpenTelemetryModule.forRoot(), KaizenModule.forRoot(options)];
    const { app } = await run({ imports });
    return app.get(KaizenService);
  }

  it('traces calls and requests, and sends the context of each with it', async () => {
    const { spans } = startSdk();
    const service = await serve({ promptsEncode: [{ status: 503 }] });
    const kaizen = await tracedApp(to(service.url));
    await kaizen.promptsEncode(PROMPT, { headers: { traceparent: TRACEPARENT } });
    const [failed, sent, call] = spans();
    expect([failed, sent, call].map((span) => span?.name)).toEqual([
      'POST',
      'POST',
      'kaizen promptsEncode',
    ]);
    expect(call!.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect([failed, sent].map((span) => span!.parentSpanContext?.spanId)).toEqual([
      call!.spanContext().spanId,
      call!.spanContext().spanId,
    ]);
    expect([failed, sent].map((span) => span!.attributes)).toMatchObject([
      { 'http.response.status_code': 503, 'error.type': '503' },
      { 'http.response.status_code': 200, 'http.request.resend_count': 1 },
    ]);
    expect(sent!.attributes['url.full']).toBe(`${service.url}/v1/prompts/encode`);
    const received = service.requests.map(({ headers }) => headers['traceparent']);
    expect(received).toEqual(
      [failed, sent].map((span) => `00-${TRACE_ID}-${span!.spanContext().spanId}-01`),
    );
  });

  it('traces a call as a child of the span that is current where it is made', async () => {
    const { spans } = startSdk();
    const kaizen = await tracedApp({ logLevel: 'off' });
    await trace.getTracer('app').startActiveSpan('order', async (order) => {
      await kaizen.promptsEncode(PROMPT);
      order.end();
    });
    const [call, order] = spans();
    expect(call!.parentSpanContext?.spanId).toBe(order!.spanContext().spanId);
    expect(call!.attributes).toMatchObject({ 'kaizen.served_by': 'embedded' });
  });

  it('tells the failure of a call and of its requests', async () => {
    const { spans } = startSdk();
    const service = await serve({ '*': [{ reset: true, times: Infinity }] });
    const kaizen = await tracedApp(to(service.url, { maxRetries: 1 }));
    await expect(kaizen.promptsEncode(PROMPT)).rejects.toThrow(/./);
    expect(spans().map(({ attributes }) => attributes['error.type'])).toEqual([
      'ECONNRESET',
      'ECONNRESET',
      'KAIZEN_CONNECTION_FAILED',
    ]);
  });

  it('counts, and tells nothing of keys, headers and prompts', async () => {
    const { spans, figures } = startSdk();
    const service = await serve({ '*': [{ status: 500, body: { detail: SECRETS.prompt } }] });
    const kaizen = await tracedApp(to(service.url, { fallback: 'embedded', maxRetries: 0 }));
    await kaizen.promptsEncode(PROMPT, { requestId: SECRETS.apiKey });
    await kaizen.promptsEncode(PROMPT);
    await kaizen
      .promptsEncode({ prompt: SECRETS.prompt, tokenModels: [SECRETS.prompt] })
      .catch(() => 0);
    const [scope] = await figures();
    const names = scope!.metrics.map(({ descriptor }) => descriptor.name);
    expect(names).toEqual(
      expect.arrayContaining(['kaizen.requests', 'kaizen.fallbacks', 'kaizen.compression.bytes']),
    );
    const told = spans().map(({ name, attributes, status, events }) => ({
      name,
      attributes,
      status,
      events,
    }));
    expect(told.length).toBeGreaterThanOrEqual(4);
    expectNoSecret(JSON.stringify(told));
    expectNoSecret(JSON.stringify(scope!.metrics));
  });

  it('does nothing without an SDK, and leaves the context of the caller as it is', async () => {
    const service = await serve();
    const kaizen = await tracedApp(to(service.url));
    await kaizen.promptsEncode(PROMPT, { headers: { traceparent: TRACEPARENT } });
    expect(service.requests[0]!.headers['traceparent']).toBe(TRACEPARENT);
  });

  it('does not fail calls when the SDK does', async () => {
    const broken = () => {
      throw new Error('exporter is gone');
    };
    const telemetry = new KaizenOpenTelemetry({
      meterProvider: { getMeter: broken },
      tracerProvider: { getTracer: () => ({ startSpan: broken, startActiveSpan: broken }) },
    });
    const options = { logLevel: 'off', metrics: telemetry, tracer: telemetry } as const;
    const kaizen = createKaizen(options);
    open.push(kaizen);
    await expect(kaizen.promptsEncode(PROMPT)).resolves.toMatchObject({ servedBy: 'embedded' });
  });

  it.each([
    [{ tracing: false }, { figures: true, spans: false }],
    [{ metrics: false }, { figures: false, spans: true }],
  ])('told %j, makes %j', async (options, expected) => {
    const sdk = startSdk();
    const imports = [KaizenOpenTelemetryModule.forRoot(options), KaizenModule.forRoot()];
    const { app } = await run({ imports });
    await app.get(KaizenService).promptsEncode(PROMPT);
    const made = { figures: (await sdk.figures()).length > 0, spans: sdk.spans().length > 0 };
    expect(made).toEqual(expected);
  });

  it('refuses wrong options at once', () => {
    const make = () => KaizenOpenTelemetryModule.forRoot({ metrics: 'no' } as never);
    expect(make).toThrow(expect.objectContaining({ option: 'metrics' }));
  });
});
