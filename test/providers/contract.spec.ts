import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createKaizen } from 'nestjs-kaizen';
import {
  type ChatMessage,
  type ChatOptions,
  type ChatResult,
  type ChatStreamEvent,
  type KaizenProvider,
  KaizenProviderError,
  type ProviderOptions,
  type ToolSpec,
} from 'nestjs-kaizen/providers';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { inspect } from 'node:util';
import { createModel, GREETING, ORDERS, SECRET_PROMPT } from './support/model.js';
import { KEY, VENDORS } from './support/vendors.js';
import { WireTap } from './support/wire-tap.js';

const model = createModel();
const tap = new WireTap();
const kaizen = createKaizen({ transport: 'embedded', profile: 'toon' });
const closedKaizen = createKaizen({ transport: 'embedded' });
let url = '';

beforeAll(async () => {
  url = await tap.start(await model.start());
  await closedKaizen.close();
});
beforeEach(() => tap.forget());
afterAll(async () => {
  await tap.stop();
  await model.stop();
  await kaizen.close();
});

const says = (content: string): ChatMessage[] => [{ role: 'user', content }];

const TOOLS: ToolSpec[] = [
  {
    name: 'find_orders',
    description: 'Finds orders.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, limit: { type: 'integer' } },
      required: ['city'],
    },
  },
];

const TOTAL = 780;
const WITH_ORDERS: ChatMessage[] = [
  { role: 'system', content: 'You add up.' },
  {
    role: 'user',
    content: [
      { type: 'text', text: 'add up the totals' },
      { type: 'data', value: ORDERS },
    ],
  },
];

/** Both ways to ask: what holds for one holds for the other. */
const WAYS = {
  chat: (provider: KaizenProvider, messages: readonly ChatMessage[], options?: ChatOptions) =>
    provider.chat(messages, options),
  stream: async (
    provider: KaizenProvider,
    messages: readonly ChatMessage[],
    options?: ChatOptions,
  ): Promise<ChatResult> => (await all(provider.stream(messages, options))).result,
} as const;
type Way = keyof typeof WAYS;

async function all(events: AsyncIterable<ChatStreamEvent>) {
  const seen: ChatStreamEvent[] = [];
  for await (const event of events) seen.push(event);
  const last = seen.at(-1);
  if (last?.type !== 'done') throw new Error('The stream has no done.');
  return { seen, result: withoutType(last) };
}

function withoutType(done: ChatStreamEvent & { type: 'done' }): ChatResult {
  const copy: Partial<typeof done> = { ...done };
  delete copy.type;
  return copy as ChatResult;
}

/** An address that nobody listens at. Port 9 and its like are no addresses to `fetch`. */
async function addressOfNobody(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

async function failureOf(asked: Promise<unknown>): Promise<KaizenProviderError> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(KaizenProviderError);
  return error as KaizenProviderError;
}

describe.each(VENDORS)('$title', (vendor) => {
  const { name, baseUrl, make, usageInStream, requestIds } = vendor;
  beforeEach(() => {
    tap.asSent = vendor.asSent;
  });

  const provider = (options: ProviderOptions = {}, compressor = kaizen) =>
    make(
      { apiKey: KEY, baseUrl: baseUrl(url), model: 'model-1', retryBackoffFactor: 0, ...options },
      compressor,
    );

  it('tells the reply, its usage and who answered', async () => {
    const result = await provider().chat(says('greet me'));
    expect(result).toMatchObject({
      text: GREETING,
      data: undefined,
      usage: { inputTokens: 11, outputTokens: 7 },
      attempts: 1,
      provider: name,
      finishReason: 'stop',
      toolCalls: [],
      message: { role: 'assistant', content: GREETING },
    });
    expect(typeof result.requestId).toBe(requestIds ? 'string' : 'undefined');
    expect(result.raw).toBeDefined();
    expect(tap.bodies).toHaveLength(1);
  });

  it('streams the text in pieces, and ends with the same result', async () => {
    const asked = provider();
    const whole = await asked.chat(says('greet me'));
    const { seen, result } = await all(asked.stream(says('greet me')));
    const pieces = seen.flatMap((event) => (event.type === 'text' ? [event.text] : []));
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('')).toBe(GREETING);
    const same = { ...whole, raw: undefined, requestId: result.requestId };
    expect(result).toEqual(usageInStream ? same : { ...same, usage: result.usage });
    expect(tap.bodies).toHaveLength(2);
  });

  it.each(['chat', 'stream'] as const)(
    '%s encodes before the request and decodes after it',
    async (way) => {
      const result = await WAYS[way](provider(), WITH_ORDERS, { reply: 'json' });
      expect(result.data).toEqual({ total: TOTAL, first: 'customer-1', form: 'toon' });
      const { receipt } = result;
      expect(receipt.encoded).toMatchObject([{ path: 'messages[1].content[1]', what: 'data' }]);
      expect(receipt.bytes.after).toBeLessThan(receipt.bytes.before);
      expect(result.decoded?.kind).toBe('json');
    },
  );

  it.each(['chat', 'stream'] as const)(
    '%s sends the data as it is when encoding fails',
    async (way) => {
      const result = await WAYS[way](provider({}, closedKaizen), WITH_ORDERS);
      expect(result.data).toEqual({ total: TOTAL, first: 'customer-1', form: 'json' });
      expect(result.receipt.encoded).toEqual([]);
      expect(result.receipt.skipped).toMatchObject([
        { reason: 'failed', code: 'KAIZEN_CLIENT_CLOSED' },
      ]);
    },
  );

  it('leaves everything as it is with compress: false', async () => {
    const result = await provider().chat(WITH_ORDERS, { compress: false });
    expect(result.data).toMatchObject({ form: 'json' });
    expect(result.receipt).toMatchObject({ encoded: [], savedPercent: 0 });
  });

  it.each(['chat', 'stream'] as const)(
    '%s: a tool is called and its result compressed',
    async (way) => {
      const asked = provider();
      const ask = says('call a tool, then add up');
      const first = await WAYS[way](asked, ask, { tools: TOOLS });
      expect(first.finishReason).toBe('tool-calls');
      expect(first.toolCalls).toMatchObject([{ name: 'find_orders' }]);
      const [call] = first.toolCalls;
      expect(JSON.parse(call!.arguments)).toEqual({ city: 'Paris', limit: 3 });
      expect(JSON.stringify(tap.bodies[0])).toContain(
        JSON.stringify(TOOLS[0]!.parameters!['properties']),
      );
      const result: ChatMessage = {
        role: 'tool',
        toolCallId: call!.id,
        content: [{ type: 'data', value: ORDERS }],
      };
      const second = await WAYS[way](asked, [...ask, first.message, result], { tools: TOOLS });
      expect(second.data).toMatchObject({ total: TOTAL, form: 'toon' });
      const sent = JSON.stringify(tap.bodies[1]);
      expect(sent).toContain(call!.id);
      expect(sent).toMatch(/\{\\?"city\\?":\\?"Paris\\?",\\?"limit\\?":3\}/);
    },
  );

  it('sends images untouched', async () => {
    const data = Buffer.from('not really a picture'.repeat(9));
    const parts = [
      { type: 'text' as const, text: 'greet the picture' },
      { type: 'image' as const, data, mediaType: 'image/png' },
    ];
    const { receipt } = await provider().chat([{ role: 'user', content: parts }]);
    const sent = JSON.stringify(tap.bodies[0]);
    expect(sent).toContain(data.toString('base64'));
    expect(sent).toContain(name === 'bedrock' ? '"format":"png"' : 'image/png');
    expect(receipt.encoded).toEqual([]);
  });

  it.each([
    ['400', 'invalid-request', 1],
    ['401', 'authentication', 1],
    ['403', 'permission', 1],
    ['404', 'not-found', 1],
    ['413', 'too-large', 1],
    ['429', 'rate-limit', 2],
    ['500', 'server', 2],
    ['503', 'overloaded', 2],
  ] as const)('%s is %s after %i requests', async (status, kind, requests) => {
    for (const way of Object.keys(WAYS) as Way[]) {
      tap.forget();
      const asked = provider({ maxRetries: 1, maxRetryDelayMs: 0 });
      // The mock asks to wait a second after every 429.
      const error = await failureOf(WAYS[way](asked, says(`refuse ${status} 0 ${SECRET_PROMPT}`)));
      expect([way, error.kind, error.status]).toEqual([way, kind, Number(status)]);
      expect(error.attempts).toBe(requests);
      expect(tap.bodies).toHaveLength(requests);
      expectNoSecrets(error);
    }
  });

  it('tells how long to wait, and does not wait longer than it may', async () => {
    for (const way of Object.keys(WAYS) as Way[]) {
      tap.forget();
      const asked = provider({ maxRetryAfterMs: 1000 });
      const error = await failureOf(WAYS[way](asked, says('refuse 429 3')));
      expect(error).toMatchObject({ kind: 'rate-limit', retryAfterMs: 3000, attempts: 1 });
      expect(tap.bodies).toHaveLength(1);
    }
  });

  it('answers after a retry', async () => {
    for (const way of Object.keys(WAYS) as Way[]) {
      tap.forget();
      model.nextRequestError(503, { message: 'come again', type: 'server_error' });
      const result = await WAYS[way](provider(), says('greet me'));
      expect(result).toMatchObject({ text: GREETING, attempts: 2 });
      expect(tap.bodies).toHaveLength(2);
    }
  });

  it.each(['chat', 'stream'] as const)(
    '%s: connection failures are told after the retries',
    async (way) => {
      const nobody = provider({ baseUrl: baseUrl(await addressOfNobody()), maxRetries: 1 });
      const refused = await failureOf(WAYS[way](nobody, says(SECRET_PROMPT)));
      expect(refused).toMatchObject({ kind: 'connection', attempts: 2 });
      const reset = await failureOf(WAYS[way](provider({ maxRetries: 1 }), says('reset')));
      expect(reset).toMatchObject({ kind: 'connection', attempts: 2 });
      expect(tap.bodies).toHaveLength(2);
      expectNoSecrets(refused);
    },
  );

  it.each(['chat', 'stream'] as const)('%s: a response that is none is an error', async (way) => {
    const error = await failureOf(WAYS[way](provider(), says('talk junk')));
    expect(['bad-response', 'incomplete-stream']).toContain(error.kind);
    expect(tap.bodies).toHaveLength(1);
  });

  it('keeps the text of a stream that is cut, and does not ask again', async () => {
    const error = await failureOf(WAYS.stream(provider(), says('be cut')));
    expect(error.kind).toBe('connection');
    expect(error.partialText).toMatch(/^abcd /);
    expect(Object.keys(error)).not.toContain('partialText');
    expect(tap.bodies).toHaveLength(1);
  });

  it('takes a stream without its last word for incomplete', async () => {
    tap.endAfter = 'abcd';
    const error = await failureOf(WAYS.stream(provider(), says('talk long')));
    expect(error).toMatchObject({ kind: 'incomplete-stream', attempts: 1 });
    expect(error.partialText).toMatch(/^abcd/);
    expect(tap.bodies).toHaveLength(1);
  });

  it.each(['chat', 'stream'] as const)(
    '%s ends at its deadline, and by its signal',
    async (way) => {
      const late = await failureOf(WAYS[way](provider(), says('be late'), { timeoutMs: 150 }));
      expect(late).toMatchObject({ kind: 'timeout', attempts: 1 });
      const signal = AbortSignal.timeout(150);
      const ended = await failureOf(WAYS[way](provider(), says('be late'), { signal }));
      expect(ended).toMatchObject({ kind: 'abort', attempts: 1 });
      expect(tap.bodies).toHaveLength(2);
      const before = await failureOf(WAYS[way](provider(), says('greet'), { signal }));
      expect(before).toMatchObject({ kind: 'abort', attempts: 0 });
      expect(tap.bodies).toHaveLength(2);
    },
  );

  it('lets the vendor go when the loop over a stream is left', async () => {
    for await (const event of provider().stream(says('talk long'))) {
      if (event.type === 'text') break;
    }
    const deadline = performance.now() + 5000;
    while (tap.left === 0 && performance.now() < deadline) await new Promise(setImmediate);
    expect(tap.left).toBe(1);
  });

  it.each(['chat', 'stream'] as const)(
    '%s: a reply in another form is an error that keeps it',
    async (way) => {
      const error = await failureOf(WAYS[way](provider(), says('greet me'), { reply: 'json' }));
      expect(error).toMatchObject({ kind: 'undecodable-reply', partialText: GREETING });
      const { data } = await WAYS[way](provider(), says('answer in JSON'), { reply: 'json' });
      expect(data).toEqual({ city: 'Paris', people: 2102650 });
    },
  );
});

function expectNoSecrets(error: KaizenProviderError): void {
  const shown = [
    String(error),
    JSON.stringify(error),
    error.stack,
    inspect(error, { depth: 10, showHidden: true }),
  ];
  const printed = shown.join('\n');
  expect(printed).not.toContain(KEY);
  expect(printed).not.toContain(SECRET_PROMPT.slice(0, 18));
  expect(Object.keys(error)).not.toContain('cause');
}
