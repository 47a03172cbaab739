import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { Test } from '@nestjs/testing';
import { createKaizen, type KaizenService, type KaizenTracer } from 'nestjs-kaizen';
import { KaizenOpenTelemetry, KaizenOpenTelemetryModule } from 'nestjs-kaizen/opentelemetry';
import {
  type ChatMessage,
  KaizenAnthropic,
  KaizenOpenAI,
  KaizenOpenAiCompatible,
  type KaizenProvider,
  KaizenProvidersModule,
} from 'nestjs-kaizen/providers';
import { createModel, GREETING, ORDERS } from './support/model.js';
import { KEY, VENDORS } from './support/vendors.js';
import { WireTap } from './support/wire-tap.js';

const model = createModel();
const tap = new WireTap();
const exporter = new InMemorySpanExporter();
const sdk = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
let url = '';
let kaizen: KaizenService;

beforeAll(async () => {
  url = await tap.start(await model.start());
  sdk.register({
    propagator: {
      inject: (...given) => both.forEach((each) => each.inject(...given)),
      extract: (from, ...given) => both.reduce((into, each) => each.extract(into, ...given), from),
      fields: () => both.flatMap((each) => each.fields()),
    },
  });
  const tracer = new KaizenOpenTelemetry();
  kaizen = createKaizen({ transport: 'embedded', logLevel: 'error', tracer });
});
beforeEach(() => {
  exporter.reset();
  tap.forget();
});
afterAll(async () => {
  await kaizen.close();
  await sdk.shutdown();
  for (const api of [trace, context, propagation]) api.disable();
  await tap.stop();
  await model.stop();
});

const both = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
const spans = () => exporter.getFinishedSpans();
const named = (name: string): ReadableSpan => {
  const found = spans().filter((span) => span.name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const idOf = (span: ReadableSpan) => span.spanContext().spanId;

const openai = (options: object = {}, by = kaizen) =>
  new KaizenOpenAI(
    { apiKey: KEY, baseUrl: `${url}/v1`, model: 'gpt-4o', maxRetries: 0, ...options },
    by,
  );

const says = (content: string): ChatMessage[] => [{ role: 'user', content }];
const withOrders = (text: string): ChatMessage[] => [
  {
    role: 'user',
    content: [
      { type: 'text', text },
      { type: 'data', value: ORDERS },
    ],
  },
];

async function read(provider: KaizenProvider, messages: ChatMessage[]): Promise<void> {
  for await (const event of provider.stream(messages)) expect(event.type).toBeTruthy();
}

describe('the span of a chat', () => {
  it('has the names of the conventions, and the encoding within', async () => {
    await openai({ countTokens: true, model: 'gpt-4o-mini' }).chat(withOrders('greet us'));
    const span = named('chat gpt-4o-mini');
    expect([span.kind, span.status.code]).toEqual([SpanKind.CLIENT, SpanStatusCode.UNSET]);
    expect(span.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.response.model': 'gpt-4o-mini',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 11,
      'gen_ai.usage.output_tokens': 7,
      'kaizen.attempts': 1,
      'kaizen.compression.before_bytes': expect.any(Number),
      'kaizen.compression.after_bytes': expect.any(Number),
      'kaizen.compression.before_tokens': expect.any(Number),
      'kaizen.compression.after_tokens': expect.any(Number),
    });
    const { attributes } = span;
    expect(attributes['kaizen.compression.after_tokens']).toBeLessThan(
      attributes['kaizen.compression.before_tokens'] as number,
    );
    expect(named('kaizen promptsEncode').parentSpanContext?.spanId).toBe(idOf(span));
  });

  it('is there once for a stream, with the time to the first of it', async () => {
    await read(openai(), withOrders('greet us'));
    const span = named('chat gpt-4o');
    expect(span.attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      'gen_ai.usage.output_tokens': 7,
    });
    expect(named('kaizen promptsEncode').parentSpanContext?.spanId).toBe(idOf(span));
    expect(spans()).toHaveLength(2);
  });

  it.each(VENDORS.map((vendor) => [vendor.title, vendor] as const))(
    'is there for %s, and its context goes along',
    async (_title, { make, baseUrl, name }) => {
      const options = { apiKey: KEY, baseUrl: baseUrl(url), model: 'some-model', maxRetries: 0 };
      const provider = make(options, kaizen);
      await provider.chat(says('greet me'));
      await read(provider, says('greet me'));
      await provider.close();
      // The SDK of Anthropic makes spans of its own; they are within.
      const [chat, stream] = spans().filter((span) => span.name === 'chat some-model');
      for (const [at, span] of [chat!, stream!].entries()) {
        const { traceId, spanId } = span.spanContext();
        const within = spans().find(
          ({ parentSpanContext }) => parentSpanContext?.spanId === spanId,
        );
        const sender = within === undefined ? spanId : idOf(within);
        expect(span.attributes['gen_ai.provider.name']).toEqual(NAMES[name] ?? name);
        expect(span.attributes['gen_ai.response.finish_reasons']).toEqual(['stop']);
        expect(tap.headers[at]).toMatchObject({ traceparent: `00-${traceId}-${sender}-01` });
      }
    },
  );

  it('tells the kind of an error, its status and the attempts, and nothing that was said', async () => {
    const chat = openai({ maxRetries: 1, maxRetryDelayMs: 1 });
    await expect(chat.chat(says('refuse 500 canary-prompt'))).rejects.toThrow('OpenAI failed');
    const { attributes, status, events } = named('chat gpt-4o');
    expect(attributes).toMatchObject({
      'error.type': 'server',
      'http.response.status_code': 500,
      'kaizen.attempts': 2,
    });
    expect([status, events]).toEqual([{ code: SpanStatusCode.ERROR }, []]);
    expect(JSON.stringify(attributes)).not.toMatch(/canary|refuse/);
  });

  it('tells the code of an error that is not the vendor’s', async () => {
    const { OPENAI_API_KEY: key } = process.env;
    delete process.env['OPENAI_API_KEY'];
    await expect(openai({ apiKey: undefined }).chat(says('greet me'))).rejects.toThrow('no key');
    if (key !== undefined) process.env['OPENAI_API_KEY'] = key;
    expect(named('chat gpt-4o').attributes['error.type']).toBe('KAIZEN_INVALID_OPTION');
  });

  it('is over when a stream is left, is given up, or takes too long unread', async () => {
    for await (const event of openai().stream(says('talk long'))) {
      if (event.type === 'text') break;
    }
    expect(named('chat gpt-4o').attributes['error.type']).toBe('abort');
    exporter.reset();
    const controller = new AbortController();
    const left = openai().stream(says('talk long'), { signal: controller.signal });
    await left.next();
    expect(spans()).toEqual([]);
    controller.abort();
    expect(named('chat gpt-4o').attributes['error.type']).toBe('abort');
    exporter.reset();
    await openai({ timeoutMs: 300 }).stream(says('talk long')).next();
    await until(() => spans().length > 0);
    expect(named('chat gpt-4o').attributes['error.type']).toBe('timeout');
  });

  it('has its result when nobody asks behind the last event', async () => {
    for await (const event of openai().stream(says('greet me'))) {
      if (event.type === 'done') break;
    }
    expect(named('chat gpt-4o').status.code).toBe(SpanStatusCode.UNSET);
  });
});

/** What the conventions call those vendors of the suite that have another name there. */
const NAMES: Readonly<Record<string, string>> = {
  azureOpenAI: 'azure.ai.openai',
  together: 'together_ai',
  fireworks: 'fireworks_ai',
  bedrock: 'aws.bedrock',
  mistral: 'mistral_ai',
  gemini: 'gcp.gemini',
  huggingFace: 'huggingface',
};

describe('the context of a chat', () => {
  const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

  it('is the one that is current, and a vendor gets no baggage', async () => {
    const tracer = sdk.getTracer('test');
    const baggage = propagation.createBaggage({ tenant: { value: 'canary-tenant' } });
    await tracer.startActiveSpan('app', async (app) => {
      const within = propagation.setBaggage(context.active(), baggage);
      await context.with(within, () => openai().chat(says('greet me')));
      app.end();
    });
    expect(named('chat gpt-4o').parentSpanContext?.spanId).toBe(idOf(named('app')));
    expect(tap.headers[0]).toHaveProperty('traceparent');
    expect(tap.headers[0]).not.toHaveProperty('baggage');
  });

  it('is the one that the call’s headers have, in whatever case', async () => {
    const headers = { TraceParent: `00-${TRACE_ID}-b7ad6b7169203331-01`, 'x-mine': 'yes' };
    await openai().chat(says('greet me'), { headers });
    const span = named('chat gpt-4o');
    expect(span.spanContext().traceId).toBe(TRACE_ID);
    expect(tap.headers[0]).toMatchObject({
      traceparent: `00-${TRACE_ID}-${idOf(span)}-01`,
      'x-mine': 'yes',
    });
  });

  it('reaches what the app traces in its own fetches', async () => {
    const tracer = sdk.getTracer('test');
    const create = async () => {
      tracer.startSpan('request').end();
      const choices = [{ message: { content: 'fine' }, finish_reason: 'stop' }];
      return Promise.resolve({ choices });
    };
    const client = { chat: { completions: { create: create as never } } };
    await new KaizenOpenAiCompatible('mine', { client, model: 'm' }, kaizen).chat(says('hello'));
    expect(named('request').parentSpanContext?.spanId).toBe(idOf(named('chat m')));
    expect(named('chat m').attributes['gen_ai.provider.name']).toBe('mine');
  });
});

describe('a tracer', () => {
  const clients: KaizenService[] = [];
  const traced = (startProviderCall: KaizenTracer['startProviderCall']) => {
    const tracer = { startCall: () => undefined, startProviderCall };
    const client = createKaizen({ transport: 'embedded', logLevel: 'error', tracer });
    clients.push(client);
    return openai({}, client);
  };
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });

  it.each<[string, KaizenTracer['startProviderCall']]>([
    ['throws at once', fail],
    ['has nothing', () => undefined],
    ['throws later', () => ({ run: fail, end: fail })],
    ['never works', () => ({ run: () => undefined, end: () => undefined })],
    [
      'works twice and then throws',
      () => ({
        run: (work) => [work(), work(), fail()],
        end: () => undefined,
        get headers() {
          return fail();
        },
      }),
    ],
    ['is no tracer', () => 'span' as never],
  ])('that %s changes nothing', async (_what, startProviderCall) => {
    const provider = traced(startProviderCall);
    expect((await provider.chat(withOrders('greet us'))).text).toBe(GREETING);
    await read(provider, says('greet me'));
    expect(tap.bodies).toHaveLength(2);
  });

  it('is told of the end once, and sends no headers but those of a context', async () => {
    const told: unknown[] = [];
    const provider = traced((call) => {
      told.push(call);
      const headers = { TraceState: 'a=b', authorization: 'Bearer x', traceparent: 'bad\nvalue' };
      return { headers, end: (outcome) => told.push(outcome) };
    });
    const headers = { tracestate: 'mine=1' };
    await provider.chat(says('greet me'), { headers });
    expect(told).toEqual([
      { provider: 'openai', model: 'gpt-4o', operation: 'chat', stream: false, parent: headers },
      {
        outcome: 'ok',
        attempts: 1,
        model: 'gpt-4o',
        finishReason: 'stop',
        usage: { inputTokens: 11, outputTokens: 7 },
        compression: { bytes: { before: 8, after: 8 } },
      },
    ]);
    expect(told.every((each) => Object.isFrozen(each))).toBe(true);
    expect(tap.headers[0]).toMatchObject({ tracestate: 'a=b', authorization: `Bearer ${KEY}` });
    expect(tap.headers[0]).not.toHaveProperty('traceparent');
  });

  it('that an app provides traces the providers of a module', async () => {
    const anthropic = { apiKey: KEY, baseUrl: url, model: 'claude-x' };
    const imports = [
      KaizenOpenTelemetryModule.forRoot({ metrics: false }),
      KaizenProvidersModule.forRoot({ anthropic }),
    ];
    const app = await Test.createTestingModule({ imports }).setLogger(SILENT).compile();
    await app.init();
    await app.get(KaizenAnthropic).chat(withOrders('greet us'));
    await app.close();
    const span = named('chat claude-x');
    expect(named('kaizen promptsEncode').parentSpanContext?.spanId).toBe(idOf(span));
  });
});

const SILENT = { log: () => undefined, warn: () => undefined, error: () => undefined };

function fail(): never {
  throw new Error('The tracer is broken.');
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !holds(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
