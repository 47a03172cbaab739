import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Mistral } from '@mistralai/mistralai';
import { createKaizen, KaizenOptionsError } from 'nestjs-kaizen';
import {
  type ChatMessage,
  type ChatOptions,
  type ChatResult,
  KaizenMistral,
  type MistralOptions,
} from 'nestjs-kaizen/providers';
import { failureOf, streamed } from './support/asking.js';
import { ScriptedVendor } from './support/scripted-vendor.js';
import { KEY } from './support/vendors.js';

const vendor = new ScriptedVendor();
const kaizen = createKaizen({ transport: 'embedded' });
let url = '';
beforeAll(async () => void (url = await vendor.start()));
afterAll(async () => {
  await vendor.stop();
  await kaizen.close();
});

const mistral = (options: MistralOptions = {}) =>
  new KaizenMistral(
    { apiKey: KEY, baseUrl: url, model: 'm', retryBackoffFactor: 0, ...options },
    kaizen,
  );

const ASK: ChatMessage[] = [{ role: 'user', content: 'Hi' }];
const USAGE = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };

function reply(message: object, more: object = {}, finish = 'stop') {
  return {
    id: 'r1',
    object: 'chat.completion',
    created: 1,
    model: 'mistral-x',
    usage: USAGE,
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
    ...more,
  };
}

const HELLO = reply({ content: 'Hello.' });

function piece(delta: object, finish: string | null = null, more: object = {}) {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return {
    id: 'r1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'mistral-x',
    choices,
    ...more,
  };
}

/** What holds for a reply at once holds for one in pieces. */
const WAYS = {
  chat: (messages = ASK, options?: ChatOptions): Promise<ChatResult> =>
    mistral({ maxRetries: 0 }).chat(messages, options),
  stream: (messages = ASK, options?: ChatOptions): Promise<ChatResult> =>
    streamed(mistral({ maxRetries: 0 }), messages, options),
} as const;

describe('what Mistral is sent', () => {
  beforeEach(() => vendor.answers({ body: HELLO }));

  it('is the chat in its own words', async () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    await mistral({ maxTokens: 50, headers: { 'x-team': 'blue' } }).chat(
      [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'Find.' }] },
      ],
      {
        temperature: 0.5,
        topP: 0.9,
        stop: ['.'],
        tools: [
          { name: 'find', description: 'Finds.', parameters, vendor: { strict: true } },
          { name: 'look' },
        ],
        toolChoice: { name: 'find' },
      },
    );
    expect(vendor.bodies[0]).toEqual({
      model: 'm',
      max_tokens: 50,
      temperature: 0.5,
      top_p: 0.9,
      stop: ['.'],
      stream: false,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'Find.' }] },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'find', description: 'Finds.', parameters, strict: true },
        },
        {
          type: 'function',
          function: { name: 'look', parameters: { type: 'object', properties: {} } },
        },
      ],
      tool_choice: { type: 'function', function: { name: 'find' } },
    });
    expect(vendor.headers[0]).toMatchObject({ authorization: `Bearer ${KEY}`, 'x-team': 'blue' });
  });

  it('has images, documents and files as it takes them, and its own parts by either name', async () => {
    await mistral().chat([
      {
        role: 'user',
        content: [
          { type: 'image', url: 'https://x.example/a.png', vendor: { detail: 'low' } },
          { type: 'image', data: 'QUJD', mediaType: 'image/png' },
          { type: 'file', url: 'https://x.example/a.pdf', name: 'a.pdf' },
          { type: 'file', data: 'QUJD', mediaType: 'application/pdf' },
          { type: 'file', id: 'file-1' },
          { type: 'raw', value: { type: 'reference', reference_ids: [1] } },
          { type: 'raw', value: { type: 'input_audio', inputAudio: 'QUJD' } },
        ],
      },
    ]);
    expect(vendor.bodies[0]).toMatchObject({
      messages: [
        {
          content: [
            { type: 'image_url', image_url: { url: 'https://x.example/a.png', detail: 'low' } },
            { type: 'image_url', image_url: 'data:image/png;base64,QUJD' },
            {
              type: 'document_url',
              document_url: 'https://x.example/a.pdf',
              document_name: 'a.pdf',
            },
            { type: 'document_url', document_url: 'data:application/pdf;base64,QUJD' },
            { type: 'file', file_id: 'file-1' },
            { type: 'reference', reference_ids: [1] },
            { type: 'input_audio', input_audio: 'QUJD' },
          ],
        },
      ],
    });
  });

  it('has calls with ids it takes, those of other vendors among them', async () => {
    const calls = ['call_1', 'abcDEF123'].map((id) => ({ id, name: 'look', arguments: '{}' }));
    const messages: ChatMessage[] = [
      ...ASK,
      { role: 'assistant', content: 'I look.', toolCalls: calls },
      { role: 'tool', toolCallId: 'call_1', content: 'one' },
      { role: 'tool', toolCallId: 'abcDEF123', content: 'two' },
    ];
    await mistral().chat(messages);
    const [, said, one, two] = (vendor.bodies[0] as { messages: Record<string, unknown>[] })
      .messages;
    const [first, second] = said!['tool_calls'] as { id: string; index: number }[];
    expect(first!.id).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(second).toEqual({
      id: 'abcDEF123',
      type: 'function',
      function: { name: 'look', arguments: '{}' },
      index: 1,
    });
    expect(one).toMatchObject({ tool_call_id: first!.id, name: 'look', content: 'one' });
    expect(two).toMatchObject({ tool_call_id: 'abcDEF123', content: 'two' });
  });

  it('has fields of its own, by the SDK’s name or the API’s', async () => {
    await mistral({ maxTokens: 50 }).chat(ASK, {
      vendor: { random_seed: 7, safePrompt: true, max_tokens: 9 },
    });
    expect(vendor.bodies[0]).toMatchObject({ random_seed: 7, safe_prompt: true, max_tokens: 9 });
  });

  it('has a JSON Schema where the output has one, and JSON mode where it has none', async () => {
    vendor.answers(
      { body: reply({ content: '{"n":1}' }) },
      { body: reply({ content: '{"n":1}' }) },
    );
    const schema = { type: 'object', properties: { n: { type: 'integer' } } };
    const { data } = await mistral().chat(ASK, { output: { schema, name: 'count' } });
    expect(data).toEqual({ n: 1 });
    expect(vendor.bodies[0]).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'count', schema } },
    });
    await mistral().chat(ASK, { reply: 'json' });
    expect(vendor.bodies[1]).toMatchObject({ response_format: { type: 'json_object' } });
  });

  it('goes nowhere when the SDK refuses it', async () => {
    const failure = await failureOf(mistral().chat(ASK, { vendor: { randomSeed: 'seven' } }));
    expect(failure).toMatchObject({ kind: 'invalid-request', attempts: 1 });
    expect(failure.message).toContain('randomSeed');
    expect(vendor.bodies).toEqual([]);
  });
});

describe('what Mistral replies', () => {
  it('is read with its usage, its model and its request id', async () => {
    const usage = { ...USAGE, prompt_tokens_details: { cached_tokens: 4 } };
    vendor.answers({
      body: reply({ content: 'Hello.' }, { usage }),
      headers: { 'mistral-correlation-id': 'c-1', 'cf-ray': 'r-1' },
    });
    expect(await mistral().chat(ASK)).toMatchObject({
      text: 'Hello.',
      model: 'mistral-x',
      requestId: 'c-1',
      usage: { inputTokens: 11, outputTokens: 7, cacheReadTokens: 4 },
    });
  });

  it('tells usage and the request id in a stream', async () => {
    const headers = { 'mistral-correlation-id': 'c-2' };
    vendor.answers({
      body: [piece({ content: 'Hel' }), piece({ content: 'lo.' }, 'stop', { usage: USAGE })],
      headers,
    });
    expect(await WAYS.stream()).toMatchObject({
      text: 'Hello.',
      model: 'mistral-x',
      requestId: 'c-2',
      usage: { inputTokens: 11, outputTokens: 7 },
    });
  });

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['model_length', 'length'],
    ['tool_calls', 'tool-calls'],
    ['something_new', 'other'],
  ])('%s is the end %s', async (told, expected) => {
    vendor.answers(
      { body: reply({ content: 'So' }, {}, told) },
      { body: [piece({ content: 'So' }, told)] },
    );
    expect((await WAYS.chat()).finishReason).toBe(expected);
    expect((await WAYS.stream()).finishReason).toBe(expected);
  });

  it('is an error where its end is one', async () => {
    vendor.answers(
      { body: reply({ content: 'So' }, {}, 'error') },
      { body: [piece({ content: 'So' }), piece({}, 'error')] },
    );
    const failure = await failureOf(WAYS.chat());
    expect(failure).toMatchObject({ kind: 'server', vendorCode: 'error' });
    expect(await failureOf(WAYS.stream())).toMatchObject({ kind: 'server', partialText: 'So' });
  });

  it('keeps what the model thought, and sends it back before the text', async () => {
    const thinking = [{ type: 'text', text: 'One and one.' }];
    const whole = {
      content: [
        { type: 'thinking', thinking, signature: 's' },
        { type: 'text', text: 'Two.' },
      ],
    };
    const thought = (text: string, more = {}) => ({
      content: [{ type: 'thinking', thinking: [{ type: 'text', text }], ...more }],
    });
    const pieces = [
      piece(thought('One ')),
      piece(thought('and one.', { signature: 's' })),
      piece({ content: [{ type: 'text', text: 'Tw' }] }),
      piece({ content: 'o.' }),
      piece({ content: '' }, 'stop'),
    ];
    vendor.answers({ body: reply(whole) }, { body: pieces }, { body: HELLO });
    const first = await WAYS.chat();
    const second = await WAYS.stream();
    expect(first.text).toBe('Two.');
    expect(second.message).toEqual(first.message);
    await WAYS.chat([...ASK, second.message, ...ASK]);
    expect(vendor.bodies[2]).toMatchObject({ messages: [{}, { role: 'assistant', ...whole }, {}] });
  });

  it('tells apart calls that come whole and without a place', async () => {
    const call = (id: string, args: unknown) => ({
      id,
      function: { name: 'look', arguments: args },
    });
    const calls = [call('aaaaaaaa1', '{"at":1}'), call('aaaaaaaa2', { at: 2 })];
    vendor.answers(
      { body: reply({ content: '', tool_calls: calls }, {}, 'tool_calls') },
      {
        body: [piece({ tool_calls: [calls[0]] }), piece({ tool_calls: [calls[1]] }, 'tool_calls')],
      },
      { body: [piece({ tool_calls: calls }, 'tool_calls')] },
    );
    const expected = [
      { id: 'aaaaaaaa1', name: 'look', arguments: '{"at":1}' },
      { id: 'aaaaaaaa2', name: 'look', arguments: '{"at":2}' },
    ];
    expect((await WAYS.chat()).toolCalls).toEqual(expected);
    expect((await WAYS.stream()).toolCalls).toEqual(expected);
    expect((await WAYS.stream()).toolCalls).toEqual(expected);
  });

  it('puts the pieces of a call together', async () => {
    const part = (args: string, more = {}) =>
      piece({ tool_calls: [{ index: 0, function: { name: '', arguments: args }, ...more }] });
    const start = { id: 'aaaaaaaa1', function: { name: 'look', arguments: '{"at"' } };
    vendor.answers({ body: [part('', start), part(':1}'), piece({}, 'tool_calls')] });
    const { toolCalls } = await WAYS.stream();
    expect(toolCalls).toEqual([{ id: 'aaaaaaaa1', name: 'look', arguments: '{"at":1}' }]);
  });
});

describe('how Mistral refuses', () => {
  const refuse = (status: number, body: object, headers = {}) =>
    vendor.answers({ status, body, headers }, { status, body, headers });

  it.each([
    [
      400,
      { object: 'error', message: 'Bad id', type: 'invalid_function_call', code: '3280' },
      'invalid-request',
      '3280',
      'Bad id',
    ],
    [401, { detail: 'Unauthorized' }, 'authentication', undefined, 'Unauthorized'],
    [
      422,
      { detail: [{ loc: ['body', 'n'], msg: 'Too many', type: 'value_error' }] },
      'invalid-request',
      undefined,
      'Too many',
    ],
    [
      429,
      { object: 'error', message: 'Rate limit', type: 'rate_limited', code: null },
      'rate-limit',
      'rate_limited',
      'Rate limit',
    ],
    [500, { object: 'error', message: 'Broken', code: 3000 }, 'server', '3000', 'Broken'],
    [503, 'no upstream', 'overloaded', undefined, undefined],
  ] as const)('%i is told with what it says', async (status, body, kind, code, words) => {
    const headers = {
      'mistral-correlation-id': 'c-3',
      ...(status === 429 && { 'retry-after': '7' }),
    };
    refuse(status, body as object, headers);
    for (const way of [WAYS.chat, WAYS.stream]) {
      const failure = await failureOf(way());
      expect(failure).toMatchObject({ kind, status, attempts: 1, requestId: 'c-3' });
      expect(failure.vendorCode).toBe(code);
      expect(failure.retryAfterMs).toBe(status === 429 ? 7000 : undefined);
      expect(failure.message).toContain(words ?? 'overloaded');
    }
    expect(vendor.bodies).toHaveLength(2);
  });

  it('is a failure of the server where a stream turns into an error', async () => {
    const told = { object: 'error', message: 'Broken', type: 'internal', code: '3000' };
    vendor.answers({ body: [piece({ content: 'So' }), told] });
    const failure = await failureOf(WAYS.stream());
    expect(failure).toMatchObject({ kind: 'server', partialText: 'So' });
  });

  it('is no reply where a 200 has other fields', async () => {
    vendor.answers({ body: { hello: 1 } }, { body: [{ ...piece({}), choices: 'none' }] });
    expect(await failureOf(WAYS.chat())).toMatchObject({ kind: 'bad-response' });
    expect(await failureOf(WAYS.stream())).toMatchObject({ kind: 'bad-response' });
  });
});

describe('a ready client of Mistral', () => {
  it('is asked once, whatever its own retries are', async () => {
    const retryConfig = { strategy: 'backoff' as const };
    const client = new Mistral({ apiKey: KEY, serverURL: url, retryConfig });
    vendor.answers(
      { status: 503, body: {} },
      { body: HELLO },
      { body: [piece({ content: 'Hello.' }, 'stop')] },
    );
    const given = new KaizenMistral({ client, model: 'm', maxRetries: 0 }, kaizen);
    expect(await failureOf(given.chat(ASK))).toMatchObject({ kind: 'overloaded', attempts: 1 });
    expect(vendor.bodies).toHaveLength(1);
    expect(await given.chat(ASK)).toMatchObject({ text: 'Hello.', requestId: undefined });
    expect(await streamed(given, ASK)).toMatchObject({ text: 'Hello.' });
    expect(vendor.headers[1]).toMatchObject({ authorization: `Bearer ${KEY}` });
  });

  it('has to be one', () => {
    expect(() => new KaizenMistral({ client: {} as never }, kaizen)).toThrow(KaizenOptionsError);
  });
});
