import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { context, metrics, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import {
  KaizenOpenTelemetry,
  type KaizenOpenTelemetryOptions,
} from '../../../lib/opentelemetry.js';
import { HOSTILE, tellEverything, tellWords } from './events.js';

function startMeter() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  /** Every point, as `name{attributes} value`; of a histogram the value is the sum. */
  const points = async () => {
    await reader.forceFlush();
    const [scope] = exporter.getMetrics().at(-1)?.scopeMetrics ?? [];
    return (scope?.metrics ?? []).flatMap(({ descriptor: { name }, dataPointType, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => {
        const sum = dataPointType === DataPointType.HISTOGRAM ? (value as Histogram).sum : value;
        return `${name}${JSON.stringify(attributes)} ${Number(sum)}`;
      }),
    );
  };
  return { meterProvider, points };
}

function startTracer() {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new NodeTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  return { tracerProvider, spans: () => exporter.getFinishedSpans() };
}

const CALL = {
  client: 'default',
  operation: 'promptsEncode',
  requestId: 'r-1',
  transport: 'http' as const,
  parent: {},
};
const ENDED = {
  client: 'default',
  operation: 'promptsEncode',
  requestId: 'r-1',
  outcome: 'ok' as const,
  durationMs: 3,
  servedBy: 'http' as const,
};
const ATTEMPT = {
  operation: 'promptsEncode',
  attempt: 1,
  method: 'POST',
  url: 'https://api.kaizen.example/v1/prompts/encode',
};
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;

function forgetGlobals() {
  for (const api of [trace, metrics, context, propagation]) api.disable();
}
beforeEach(forgetGlobals);
afterEach(forgetGlobals);

describe('the metrics of KaizenOpenTelemetry', () => {
  it('tell every event, by the names of the conventions where there is one', async () => {
    const { meterProvider, points } = startMeter();
    tellEverything(new KaizenOpenTelemetry({ meterProvider }));
    const who = '"kaizen.client":"default","kaizen.operation":"promptsEncode"';
    const ok = '"kaizen.outcome":"ok","kaizen.served_by":"embedded"';
    const error = '"kaizen.outcome":"error","kaizen.served_by":"http"';
    const model = '"gen_ai.request.model":"gpt-4o"';
    const exactly = '"kaizen.compression.counted":"exactly"';
    expect(await points()).toEqual([
      `kaizen.requests{${who},${ok}} 1`,
      `kaizen.requests{${who},${error},"error.type":"KAIZEN_TIMEOUT"} 1`,
      `kaizen.request.duration{${who},${ok}} 0.004`,
      `kaizen.request.duration{${who},${error}} 3`,
      `kaizen.retries{${who},"kaizen.reason":"503"} 1`,
      `kaizen.fallbacks{${who},"kaizen.reason":"KAIZEN_CONNECTION_FAILED"} 1`,
      `kaizen.cache.requests{${who},"kaizen.outcome":"hit"} 1`,
      `kaizen.cache.duration{"kaizen.client":"default","kaizen.outcome":"hit"} 0.002`,
      `kaizen.compression.bytes{${who},"kaizen.compression.form":"json"} 200`,
      `kaizen.compression.bytes{${who},"kaizen.compression.form":"ktof"} 120`,
      `kaizen.compression.tokens{${who},${model},"kaizen.compression.form":"json",${exactly}} 60`,
      `kaizen.compression.tokens{${who},${model},"kaizen.compression.form":"ktof",${exactly}} 40`,
      'kaizen.circuit.state{"kaizen.client":"default","kaizen.circuit.state":"closed"} 0',
      'kaizen.circuit.state{"kaizen.client":"default","kaizen.circuit.state":"open"} 1',
      'kaizen.circuit.state{"kaizen.client":"default","kaizen.circuit.state":"half-open"} 0',
      'kaizen.verification.failures{"kaizen.client":"default","kaizen.operation":"compress"} 1',
    ]);
  });

  it('find a global provider that is registered later, or in the place of another', async () => {
    const telemetry = new KaizenOpenTelemetry();
    tellEverything(telemetry);
    for (let round = 0; round < 2; round++) {
      const { meterProvider, points } = startMeter();
      metrics.disable();
      metrics.setGlobalMeterProvider(meterProvider);
      tellEverything(telemetry);
      const requests = (await points()).filter((point) => point.startsWith('kaizen.requests{'));
      expect(requests.map((point) => point.split(' ').at(-1))).toEqual(['1', '1']);
    }
  });

  it('have bounded attributes without secrets and prompts', async () => {
    const { meterProvider, points } = startMeter();
    const telemetry = new KaizenOpenTelemetry({ meterProvider, maxClients: 3, maxModels: 2 });
    tellWords(telemetry, HOSTILE);
    tellWords(
      telemetry,
      Array.from({ length: 2000 }, (_, index) => `word-${index}`),
    );
    const all = await points();
    expect(all.length).toBeLessThan(4 * 15 + 3 * 8);
    expect(all.join('\n')).not.toMatch(/sk-proj|Bearer|Miller|fake_metric|xxx|\u202e/);
  });
});

describe('the spans of KaizenOpenTelemetry', () => {
  function begin(options: KaizenOpenTelemetryOptions = {}) {
    const { tracerProvider, spans } = startTracer();
    tracerProvider.register();
    return { telemetry: new KaizenOpenTelemetry(options), spans };
  }

  it('are one for the call and one for each request within it', () => {
    const { telemetry, spans } = begin();
    const call = telemetry.startCall(CALL)!;
    const first = call.startAttempt!(ATTEMPT)!;
    first.end({ statusCode: 503, errorType: '503' });
    const second = call.startAttempt!({ ...ATTEMPT, attempt: 2 })!;
    second.end({ statusCode: 200 });
    const tokens = [{ model: 'gpt-4o', before: 60, after: 40, exact: true }];
    const sizes = { ...ENDED, jsonBytes: 200, ktofBytes: 120, tokens };
    call.end({ ...ENDED, attempts: 2, cache: 'miss' }, sizes);
    const [failed, again, whole] = spans();
    expect(whole).toMatchObject({
      name: 'kaizen promptsEncode',
      kind: SpanKind.INTERNAL,
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: 'nestjs-kaizen' },
    });
    expect(whole!.attributes).toEqual({
      'kaizen.client': 'default',
      'kaizen.operation': 'promptsEncode',
      'kaizen.request_id': 'r-1',
      'kaizen.transport': 'http',
      'kaizen.served_by': 'http',
      'kaizen.attempts': 2,
      'kaizen.cache.outcome': 'miss',
      'kaizen.compression.json_bytes': 200,
      'kaizen.compression.ktof_bytes': 120,
      'kaizen.compression.saved_tokens': 20,
      'gen_ai.request.model': 'gpt-4o',
    });
    const address = {
      'http.request.method': 'POST',
      'url.full': ATTEMPT.url,
      'server.address': 'api.kaizen.example',
      'server.port': 443,
    };
    expect([failed, again]).toMatchObject([
      { name: 'POST', kind: SpanKind.CLIENT, status: { code: SpanStatusCode.ERROR } },
      { name: 'POST', kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } },
    ]);
    expect(failed!.attributes).toEqual({
      ...address,
      'http.response.status_code': 503,
      'error.type': '503',
    });
    expect(again!.attributes).toEqual({
      ...address,
      'http.response.status_code': 200,
      'http.request.resend_count': 1,
    });
    const parents = [failed, again].map((span) => span!.parentSpanContext?.spanId);
    expect(parents).toEqual([whole!.spanContext().spanId, whole!.spanContext().spanId]);
    expect(first.headers).toEqual({
      traceparent: `00-${whole!.spanContext().traceId}-${failed!.spanContext().spanId}-01`,
    });
  });

  it('tell of a failed call its code and no more', () => {
    const { telemetry, spans } = begin();
    telemetry
      .startCall(CALL)!
      .end({ ...ENDED, outcome: 'error', errorCode: 'KAIZEN_TIMEOUT', statusCode: 504 });
    const [{ attributes, status, events } = {} as never] = spans();
    expect(attributes).toMatchObject({ 'error.type': 'KAIZEN_TIMEOUT' });
    expect([status, events]).toEqual([{ code: SpanStatusCode.ERROR }, []]);
  });

  it('are children of what the caller hands over, else of what is current', () => {
    const { telemetry, spans } = begin();
    const outer = trace.getTracer('app').startSpan('outer');
    const within = trace.setSpan(context.active(), outer);
    const parents: Record<string, string>[] = [
      { traceparent: TRACEPARENT },
      {},
      { traceparent: 'garbage' },
    ];
    context.with(within, () => {
      for (const parent of parents) telemetry.startCall({ ...CALL, parent })!.end(ENDED);
    });
    const { traceId } = outer.spanContext();
    expect(spans().map((span) => span.spanContext().traceId)).toEqual([TRACE_ID, traceId, traceId]);
    expect(spans()[0]!.parentSpanContext?.isRemote).toBe(true);
  });

  it('are what is current while the call does its work', async () => {
    const { telemetry, spans } = begin();
    const call = telemetry.startCall(CALL)!;
    await new Promise<void>((resolve) => {
      call.run!(() => {
        setImmediate(() => {
          trace.getTracer('app').startSpan('inner').end();
          resolve();
        });
      });
    });
    call.end(ENDED);
    const [inner, whole] = spans();
    expect(inner!.parentSpanContext?.spanId).toBe(whole!.spanContext().spanId);
  });

  it('show no part of an address that may hold a key', () => {
    const { telemetry, spans } = begin();
    const call = telemetry.startCall(CALL)!;
    const url = 'http://user:hunter22@127.0.0.1:8080/v1/sk-proj-abcdefghijklmnop1234?key=abc#def';
    call.startAttempt!({ ...ATTEMPT, method: 'BREW', url })!.end({ errorType: 'ECONNRESET' });
    call.startAttempt!({ ...ATTEMPT, url: 'nowhere?key=abc' })!.end({ statusCode: 404 });
    const [first, second] = spans();
    expect(first!.name).toBe('HTTP');
    expect(first!.attributes).toEqual({
      'http.request.method': '_OTHER',
      'url.full': 'http://127.0.0.1:8080/v1/[redacted]',
      'server.address': '127.0.0.1',
      'server.port': 8080,
      'error.type': 'ECONNRESET',
    });
    expect(second!.attributes).toEqual({
      'http.request.method': 'POST',
      'http.response.status_code': 404,
      'error.type': '404',
    });
  });

  it('are of calls alone where something else traces requests', () => {
    const { telemetry, spans } = begin({ attemptSpans: false });
    const call = telemetry.startCall(CALL)!;
    expect(call.startAttempt!(ATTEMPT)).toBeUndefined();
    call.end(ENDED);
    expect(spans()).toHaveLength(1);
  });

  it('go to the provider that is given', () => {
    const given = startTracer();
    const { telemetry, spans } = begin({ tracerProvider: given.tracerProvider });
    telemetry.startCall(CALL)!.end(ENDED);
    expect([given.spans().length, spans().length]).toEqual([1, 0]);
  });

  it('are made as soon as a provider is registered, and not before', () => {
    const telemetry = new KaizenOpenTelemetry();
    expect(telemetry.startCall({ ...CALL, parent: { traceparent: TRACEPARENT } })).toBeUndefined();
    const { tracerProvider, spans } = startTracer();
    tracerProvider.register();
    telemetry.startCall(CALL)!.end(ENDED);
    expect(spans()).toHaveLength(1);
  });

  it.each<[string, object]>([
    ['tracerProvider', { tracerProvider: {} }],
    ['meterProvider', { meterProvider: {} }],
    ['attemptSpans', { attemptSpans: 'no' }],
    ['maxClients', { maxClients: 0 }],
  ])('need a right %s', (option, options) => {
    const make = () => new KaizenOpenTelemetry(options);
    expect(make).toThrow(expect.objectContaining({ code: 'KAIZEN_INVALID_OPTION', option }));
  });
});
