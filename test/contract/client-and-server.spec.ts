import '../support/bridge-nest.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  createKaizen,
  KaizenAuthenticationError,
  KaizenExpiredError,
  KaizenNotFoundError,
  KaizenPayloadTooLargeError,
  KaizenRateLimitError,
  type KaizenRetryEvent,
  KaizenServerError,
  type KaizenService,
  KaizenValidationError,
} from 'nestjs-kaizen';
import { type KaizenServer, type KaizenServeOptions, serveKaizen } from 'nestjs-kaizen/server';
import { assemble } from '../unit/ktof/stream-helpers.js';
import { jsonValues, wellFormedTexts } from '../support/json-arbitraries.js';

const KEY = 'contract-key';
/** What both sides are given, so that both write the same. */
const ENGINE = { profile: 'ktof', maxDepth: 60 } as const;

/** As JSON has it, which knows no -0. */
const values = jsonValues(wellFormedTexts).map(
  (value) => JSON.parse(JSON.stringify(value)) as unknown,
);
const texts = values.map((value) => `See this: ${JSON.stringify(value)} and tell.`);
const prompts = fc.oneof(
  values,
  texts,
  fc.array(fc.record({ role: fc.constantFrom('user', 'tool'), content: texts }), { minLength: 1 }),
  values.map((value) => ({ messages: [{ role: 'user', content: JSON.stringify(value) }] })),
);
const metadata = fc.option(fc.dictionary(wellFormedTexts, wellFormedTexts), { nil: undefined });
const requests = fc.record(
  {
    prompt: prompts,
    autoDetectJson: fc.boolean(),
    metadata,
    options: fc.record(
      { delimiter: fc.constantFrom(',', '\t', '|'), indent: fc.constantFrom(1, 2, 4) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['prompt'] },
);

/** What an answer says, without how it came about. */
function told(answer: object): unknown {
  const { requestId, servedBy, attempts, ...rest } = answer as Record<string, unknown>;
  expect({ requestId, servedBy, attempts }).toMatchObject({ requestId: expect.any(String) });
  return JSON.parse(JSON.stringify(rest));
}

const running: { close(): Promise<void> }[] = [];

async function serve(options: KaizenServeOptions = {}): Promise<KaizenServer> {
  const server = await serveKaizen({
    port: 0,
    keys: [KEY],
    workers: false,
    logger: false,
    ...options,
  });
  running.push(server);
  return server;
}

function clientOf({ url }: KaizenServer, options = {}): KaizenService {
  const client = createKaizen({ baseUrl: url, apiKey: KEY, maxRetries: 0, ...options });
  running.push(client);
  return client;
}

async function eventsOf<E>(stream: AsyncIterable<E>): Promise<E[]> {
  const events: E[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

async function closeAll(): Promise<void> {
  for (const one of running.splice(0).toReversed()) await one.close();
}

describe.each(['express', 'fastify'] as const)('the client and the server, on %s', (adapter) => {
  let http: KaizenService;
  const embedded = createKaizen({ transport: 'embedded', ...ENGINE });

  beforeAll(async () => {
    http = clientOf(await serve({ adapter, ...ENGINE }));
  });
  afterAll(async () => {
    await closeAll();
    await embedded.close();
  });

  it('give what the engine gives, in a call and in a batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(requests, { minLength: 1, maxLength: 4 }), async (payloads) => {
        const here = await Promise.all(payloads.map((payload) => embedded.promptsEncode(payload)));
        const there = await Promise.all(payloads.map((payload) => http.promptsEncode(payload)));
        const batch = await http.promptsEncodeBatch(payloads);

        expect(there.map(told)).toEqual(here.map(told));
        expect(batch.errors).toEqual([]);
        expect(batch.items.map((item) => told(item!))).toEqual(here.map(told));
      }),
      { numRuns: 60 },
    );
  });

  it('give every prompt back, in a call and in a batch', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (payload) => {
        const { result: ktof, meta } = await http.promptsEncode(payload);
        const request = { ktof, replayMeta: meta, options: { indent: payload.options?.indent } };
        const here = await embedded.promptsDecode(request);
        const there = await http.promptsDecode(request);
        const { items } = await http.promptsDecodeBatch([request, request]);

        expect(there.result).toEqual(payload.prompt);
        expect(told(there)).toEqual(told(here));
        expect(items.map((item) => told(item!))).toEqual([told(here), told(here)]);
      }),
      { numRuns: 60 },
    );
  });

  it('stream what the engine streams', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (prompt) => {
        const whole = await embedded.promptsEncode({ prompt, autoDetectJson: false });
        const chunks = await eventsOf(http.promptsEncodeStream({ prompt }));
        const end = chunks.pop();
        const text = chunks.map((event) => (event.type === 'chunk' ? event.text : '')).join('');
        expect(text).toBe(whole.result);
        expect(end).toMatchObject({ type: 'done', servedBy: 'http', stats: whole.stats });

        const events = await eventsOf(http.promptsDecodeStream([text]));
        const done = events.pop();
        expect(done).toMatchObject({ type: 'done', servedBy: 'http', result: prompt });
        expect(assemble(events as Parameters<typeof assemble>[0])).toEqual(prompt);
      }),
      { numRuns: 40 },
    );
  });

  it('give what the engine gives, for every other operation', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (data) => {
        const compressed = await embedded.compress({ data });
        expect(told(await http.compress({ data }))).toEqual(told(compressed));
        const text = { data: compressed.result };
        expect(told(await http.decompress(text))).toEqual(told(await embedded.decompress(text)));
        const counted = { data, tokenModels: ['gpt-4o'] };
        expect(told(await http.optimize(counted))).toEqual(told(await embedded.optimize(counted)));
        const prompt = { prompt: data, tokenModels: ['gpt-4o'] };
        expect(told(await http.optimizeRequest(prompt))).toEqual(
          told(await embedded.optimizeRequest(prompt)),
        );
        const reply = { ktof: compressed.result };
        expect(told(await http.optimizeResponse(reply))).toEqual(
          told(await embedded.optimizeResponse(reply)),
        );
      }),
      { numRuns: 30 },
    );
    expect(await http.health()).toMatchObject({ status: 'ok' });
  });
});

describe('what the server refuses', () => {
  afterEach(closeAll);

  const failure = async (call: Promise<unknown>): Promise<Error & Record<string, unknown>> => {
    const error: unknown = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error as Error & Record<string, unknown>;
  };

  it('is a typed error at the client, with the id of the request and what to do', async () => {
    const server = await serve({
      maxPayloadBytes: 20_000,
      payloads: { ttlMs: 1, expiredTtlMs: 60_000 },
    });
    const client = clientOf(server);
    const stored = await client.promptsEncode({ prompt: { a: 1 }, store: true });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const cases: [
      () => Promise<unknown>,
      abstract new (...args: never[]) => Error,
      number,
      string,
    ][] = [
      [
        () => clientOf(server, { apiKey: 'wrong' }).compress({ data: 1 }),
        KaizenAuthenticationError,
        401,
        'unauthenticated',
      ],
      [
        () => client.promptsDecode({ ktof: `kpl_${'a'.repeat(32)}` }),
        KaizenNotFoundError,
        404,
        'payload_not_found',
      ],
      [
        () => client.promptsDecode({ ktof: stored.payloadId! }),
        KaizenExpiredError,
        410,
        'payload_expired',
      ],
      [
        () => client.compress({ data: 'x'.repeat(20_001) }),
        KaizenPayloadTooLargeError,
        413,
        'too_large',
      ],
      [() => client.decompress({ data: 'a[2]: 1' }), KaizenValidationError, 400, 'invalid_ktof'],
      [
        () =>
          client.promptsEncode({
            prompt: 1,
            tokenModels: Array.from({ length: 50 }, (_, n) => `m${n}`),
          }),
        KaizenValidationError,
        422,
        'validation_failed',
      ],
    ];
    for (const [call, type, statusCode, apiCode] of cases) {
      const error = await failure(call());
      expect(error).toBeInstanceOf(type);
      expect(error).toMatchObject({ statusCode, attempts: 1, requestId: expect.any(String) });
      expect(JSON.stringify(error)).toContain(apiCode);
    }
  });

  it('too often is told with the wait, and comes right when waited for', async () => {
    const server = await serve({ rateLimit: { limit: 2, windowMs: 1000 } });
    const client = clientOf(server);
    await client.compress({ data: 1 });
    await client.compress({ data: 1 });
    const error = await failure(client.compress({ data: 1 }));
    expect(error).toBeInstanceOf(KaizenRateLimitError);
    expect(error['retryAfterMs']).toBeGreaterThan(0);

    const reasons: string[] = [];
    const metrics = { recordRetry: ({ reason }: KaizenRetryEvent) => reasons.push(reason) };
    const patient = clientOf(server, { maxRetries: 3, metrics });
    expect((await patient.compress({ data: 1 })).result).toBe('1');
    expect(reasons).toContain('429');
  });

  it('for having too much to do is a server error that says when to come again', async () => {
    const client = clientOf(await serve({ maxPendingBytes: 1000 }));
    const error = await failure(client.compress({ data: 'x'.repeat(5000) }));
    expect(error).toBeInstanceOf(KaizenServerError);
    expect(error).toMatchObject({ statusCode: 503, retryAfterMs: 1000 });
    expect((await client.compress({ data: 'x' })).result).toBe('x');
  });
});
