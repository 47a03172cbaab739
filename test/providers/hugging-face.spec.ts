import { InferenceClient } from '@huggingface/inference';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createKaizen, KaizenOptionsError } from 'nestjs-kaizen';
import {
  type ChatMessage,
  type ChatOptions,
  type ChatResult,
  type HuggingFaceOptions,
  KaizenHuggingFace,
  type KaizenProvider,
  KaizenProviderError,
} from 'nestjs-kaizen/providers';
import { inspect } from 'node:util';
import { ScriptedVendor } from './support/scripted-vendor.js';

const vendor = new ScriptedVendor();
const kaizen = createKaizen({ transport: 'embedded' });
const environment = { ...process.env };
let url = '';
beforeAll(async () => void (url = await vendor.start()));
afterEach(() => {
  process.env = { ...environment };
  jest.restoreAllMocks();
});
afterAll(async () => {
  await vendor.stop();
  await kaizen.close();
});

const TOKEN = 'hf_canary7f3a9c2e5b1d4f60';
const ASK: ChatMessage[] = [{ role: 'user', content: 'Hi, this is the prompt.' }];
const WAYS = ['chat', 'stream'] as const;
const about = { id: 'c', created: 1, model: 'answering-model' };

const reply = (message: object, finish_reason = 'stop') => ({
  ...about,
  choices: [{ message, finish_reason }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
});
const REPLY = reply({ role: 'assistant', content: 'Yes.' });
const piece = (delta: object, finish_reason?: string) => ({
  ...about,
  choices: [{ index: 0, delta, finish_reason }],
});
const PIECES = [piece({ content: 'Half' }), piece({ content: ' more' }, 'stop')];

function huggingFace(options: HuggingFaceOptions = {}): KaizenHuggingFace {
  const shared = { model: 'm', retryBackoffFactor: 0, maxRetries: 0 };
  return new KaizenHuggingFace({ ...shared, apiKey: TOKEN, baseUrl: url, ...options }, kaizen);
}

/** On Hugging Face's own addresses, which the test's server stands in for. */
function routed(options: HuggingFaceOptions = {}): KaizenHuggingFace {
  return new KaizenHuggingFace({ model: 'a/m', maxRetries: 0, ...options }, kaizen);
}

/** Leads what goes to Hugging Face to the test's server; tells where it was to go. */
function redirected(): string[] {
  const addresses: string[] = [];
  const real = globalThis.fetch;
  jest.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const { href, pathname, search } = new URL(input);
    addresses.push(href);
    return real(`${url}${pathname}${search}`, init);
  });
  return addresses;
}

async function asked(
  way: (typeof WAYS)[number],
  provider: KaizenProvider,
  messages = ASK,
  options?: ChatOptions,
): Promise<ChatResult> {
  if (way === 'chat') return provider.chat(messages, options);
  for await (const told of provider.stream(messages, options))
    if (told.type === 'done') return told;
  throw new Error('The stream has no done.');
}

async function failure(call: Promise<unknown>): Promise<KaizenProviderError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(KaizenProviderError);
  return error as KaizenProviderError;
}

describe('what Hugging Face is sent', () => {
  it('has the tools, the call and its result, images, and who is billed', async () => {
    vendor.answers({ body: REPLY });
    const call = { id: 'a', name: 'look', arguments: '{"at":1}' };
    await huggingFace({ billTo: 'acme', headers: { 'X-Own': 'a' } }).chat(
      [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look.' },
            { type: 'image', data: 'AAAA', mediaType: 'image/png' },
          ],
        },
        { role: 'assistant', toolCalls: [call] },
        { role: 'tool', toolCallId: 'a', content: 'one' },
      ],
      {
        maxTokens: 9,
        tools: [{ name: 'look', parameters: { type: 'object' } }],
        toolChoice: { name: 'look' },
        vendor: { seed: 7 },
      },
    );
    expect(vendor.headers[0]).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'x-hf-bill-to': 'acme',
      'x-own': 'a',
    });
    expect(vendor.bodies[0]).toEqual({
      model: 'm',
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look.' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'look', arguments: '{"at":1}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'a', content: 'one' },
      ],
      max_tokens: 9,
      tools: [{ type: 'function', function: { name: 'look', parameters: { type: 'object' } } }],
      tool_choice: { type: 'function', function: { name: 'look' } },
      seed: 7,
    });
  });

  it('has no key at an endpoint that needs none, and asks for usage in a stream', async () => {
    delete process.env['HF_TOKEN'];
    vendor.answers({ body: PIECES });
    const own = new KaizenHuggingFace({ baseUrl: `${url}/v1`, model: 'tgi' }, kaizen);
    expect((await asked('stream', own)).text).toBe('Half more');
    expect(vendor.headers[0]).not.toHaveProperty('authorization');
    expect(vendor.bodies[0]).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it.each(WAYS)('%s: goes to the router, which chooses who runs the model', async (way) => {
    const addresses = redirected();
    process.env['HF_TOKEN'] = TOKEN;
    vendor.answers({ body: way === 'chat' ? REPLY : PIECES });
    expect(await asked(way, routed())).toMatchObject({ model: 'answering-model' });
    expect(addresses).toEqual(['https://router.huggingface.co/v1/chat/completions']);
    expect(vendor.headers[0]).toMatchObject({ authorization: `Bearer ${TOKEN}` });
  });

  it('or to the provider that is named; the question for its model has no headers of ours', async () => {
    const addresses = redirected();
    const mapping = {
      inferenceProviderMapping: {
        together: { providerId: 'm-turbo', status: 'live', task: 'conversational' },
      },
    };
    vendor.answers({ body: mapping }, { body: REPLY });
    const options = { apiKey: TOKEN, provider: 'together', headers: { 'x-own': 'a' } };
    await routed(options).chat(ASK);
    expect(addresses).toEqual([
      'https://huggingface.co/api/models/a/m?expand[]=inferenceProviderMapping',
      'https://router.huggingface.co/together/v1/chat/completions',
    ]);
    expect(vendor.headers.map((headers) => headers['x-own'])).toEqual([undefined, 'a']);
    expect(vendor.bodies[1]).toMatchObject({ model: 'm-turbo' });
    expect(vendor.bodies[1]).not.toHaveProperty('provider');
  });

  it('needs a key, one of Hugging Face for its router, and one way to go', async () => {
    delete process.env['HF_TOKEN'];
    vendor.answers();
    await expect(routed().chat(ASK)).rejects.toMatchObject({ option: 'apiKey' });
    const foreign = await failure(routed({ apiKey: 'sk-other' }).chat(ASK));
    expect(foreign.kind).toBe('invalid-request');
    expect(foreign.message).toContain('non-Hugging Face API key');
    const both = huggingFace({ provider: 'groq' }).chat(ASK);
    await expect(both).rejects.toThrow(KaizenOptionsError);
    await expect(both).rejects.toMatchObject({ option: 'provider' });
    expect(vendor.bodies).toEqual([]);
  });
});

describe('a ready client', () => {
  it('is asked once for each attempt, though its own way is to ask again without end', async () => {
    const client = new InferenceClient(TOKEN, { endpointUrl: url });
    const provider = new KaizenHuggingFace({ client, model: 'm', maxRetries: 0 }, kaizen);
    for (const way of WAYS) {
      vendor.answers({ status: 503, body: { error: 'busy' } }, { body: REPLY });
      expect(await failure(asked(way, provider))).toMatchObject({ kind: 'overloaded' });
      expect(vendor.bodies).toHaveLength(1);
    }
    await provider.close();
    vendor.answers({ body: REPLY });
    const again = new KaizenHuggingFace({ client, model: 'm' }, kaizen);
    expect((await again.chat(ASK)).text).toBe('Yes.');
  });
});

describe('what is read of a reply', () => {
  it.each(WAYS)('%s: calls, usage and the model', async (way) => {
    const called = { id: 'a', function: { name: 'look', arguments: '{"at":1}' } };
    const begun = { index: 0, id: 'a', function: { name: 'look', arguments: '{"at"' } };
    const usage = { ...about, choices: [], usage: REPLY.usage };
    const pieces = [
      piece({ tool_calls: [begun] }),
      piece({ tool_calls: [{ index: 0, function: { arguments: ':1}' } }] }, 'tool_calls'),
      usage,
    ];
    const body = way === 'chat' ? reply({ tool_calls: [called] }, 'tool_calls') : pieces;
    vendor.answers({ headers: { 'x-request-id': 'hf-1' }, body });
    expect(await asked(way, huggingFace())).toMatchObject({
      text: '',
      finishReason: 'tool-calls',
      toolCalls: [{ id: 'a', name: 'look', arguments: '{"at":1}' }],
      usage: { inputTokens: 3, outputTokens: 2 },
      model: 'answering-model',
      requestId: 'hf-1',
    });
  });

  it.each([
    ['stop', 'stop'],
    ['eos_token', 'stop'],
    ['stop_sequence', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['whatever', 'other'],
  ] as const)('%s is %s', async (reason, expected) => {
    vendor.answers(
      { body: reply({ content: 'x' }, reason) },
      { body: [piece({ content: 'x' }, reason)] },
    );
    for (const way of WAYS) expect((await asked(way, huggingFace())).finishReason).toBe(expected);
  });
});

describe('what is told of a failure', () => {
  const error = 'Because.';
  it.each([
    [400, { error }, 'invalid-request', undefined],
    [422, { error, error_type: 'validation' }, 'invalid-request', 'validation'],
    [404, { message: error }, 'not-found', undefined],
    [401, { error: { message: error, code: 'bad_key' } }, 'authentication', 'bad_key'],
    [429, { error, error_type: 'overloaded' }, 'overloaded', 'overloaded'],
    [424, { error, error_type: 'generation' }, 'server', 'generation'],
    [500, { error: { message: error, type: 'server_error' } }, 'server', 'server_error'],
    [503, { error }, 'overloaded', undefined],
  ] as const)('%i %j is %s', async (status, body, kind, vendorCode) => {
    for (const way of WAYS) {
      vendor.answers({ status, headers: { 'x-request-id': 'hf-1', 'retry-after': '2' }, body });
      const told = await failure(asked(way, huggingFace({ maxRetryAfterMs: 1 })));
      expect(told).toMatchObject({ kind, status, requestId: 'hf-1' });
      expect(told.vendorCode).toBe(vendorCode);
      expect(told.retryAfterMs).toBe(2000);
      expect(told.message).toContain(error);
      expect(told.message).not.toContain('does not seem to support');
      expect(vendor.bodies).toHaveLength(1);
    }
  });

  it.each(WAYS)('%s: neither the key nor the prompt is in it', async (way) => {
    const said = `No ${TOKEN}: Hi, this is the prompt.`;
    vendor.answers({ status: 400, body: { error: said } });
    const told = await failure(asked(way, huggingFace()));
    const shown = `${JSON.stringify(told)}${inspect(told, { depth: 10, showHidden: true })}`;
    expect(shown).not.toMatch(/canary|this is the prompt/);
  });

  it.each([
    [{ error, error_type: 'overloaded' }, 'overloaded', 'overloaded'],
    [{ error, error_type: 'incomplete_generation' }, 'server', 'incomplete_generation'],
    [{ error: { message: error, http_status_code: 422 } }, 'invalid-request', undefined],
    [
      { error: { message: error, type: 'BadRequestError', code: 400 } },
      'invalid-request',
      'BadRequestError',
    ],
    [{ error: { message: error, type: 'server_error' } }, 'server', 'server_error'],
    [{ error }, 'unknown', undefined],
  ] as const)(
    '%j in the middle of a stream is %s and keeps the text',
    async (event, kind, code) => {
      vendor.answers({ body: [PIECES[0]!, event] });
      const told = await failure(asked('stream', huggingFace({ maxRetries: 2 })));
      expect(told).toMatchObject({ kind, partialText: 'Half', attempts: 1 });
      expect(told.vendorCode).toBe(code);
      expect(told.message).toContain(error);
    },
  );

  it('an error before the first text leads to another request', async () => {
    vendor.answers({ body: [{ error, error_type: 'overloaded' }] }, { body: PIECES });
    const result = await asked('stream', huggingFace({ maxRetries: 1 }));
    expect(result).toMatchObject({ text: 'Half more', attempts: 2 });
  });

  it.each(WAYS)('%s: a page in the place of a reply is none', async (way) => {
    vendor.answers({ headers: { 'content-type': 'text/html' }, body: { page: 'Hello' } });
    expect(await failure(asked(way, huggingFace()))).toMatchObject({ kind: 'bad-response' });
  });

  it('a reply of the router without its fields is none', async () => {
    redirected();
    vendor.answers({ body: { choices: REPLY.choices } });
    const told = await failure(routed({ apiKey: TOKEN }).chat(ASK));
    expect(told.kind).toBe('bad-response');
  });

  it('a stream without its last word keeps the text', async () => {
    vendor.answers({ body: [PIECES[0]!] });
    const told = await failure(asked('stream', huggingFace()));
    expect(told).toMatchObject({ kind: 'incomplete-stream', partialText: 'Half' });
  });
});
