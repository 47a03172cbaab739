import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CohereClient, CohereClientV2 } from 'cohere-ai';
import { createKaizen, KaizenOptionsError } from 'nestjs-kaizen';
import {
  type ChatMessage,
  type ChatOptions,
  type ChatResult,
  type CohereOptions,
  KaizenCohere,
} from 'nestjs-kaizen/providers';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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

/** The address of a server that never answers. */
async function silence(): Promise<string> {
  const server = createServer(() => undefined);
  silent.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const silent: Server[] = [];
afterAll(() => {
  for (const server of silent) {
    server.closeAllConnections();
    server.close();
  }
});

const cohere = (options: CohereOptions = {}) =>
  new KaizenCohere(
    { apiKey: KEY, baseUrl: url, model: 'm', retryBackoffFactor: 0, ...options },
    kaizen,
  );

const ASK: ChatMessage[] = [{ role: 'user', content: 'Hi' }];
const TOKENS = { input_tokens: 11, output_tokens: 7 };
const USAGE = { billed_units: { input_tokens: 3, output_tokens: 7 }, tokens: TOKENS };
const CITATION = {
  start: 0,
  end: 5,
  text: 'Hello',
  sources: [{ type: 'document', id: 'doc:0', document: { id: 'doc:0', title: 'T' } }],
};

function reply(message: object, finish = 'COMPLETE', usage: object = USAGE) {
  return { id: 'r1', finish_reason: finish, message: { role: 'assistant', ...message }, usage };
}

const text = (said: string) => ({ type: 'text', text: said });
const HELLO = reply({ content: [text('Hello.')] });

const START = { type: 'message-start', id: 'r1', delta: { message: { role: 'assistant' } } };
const event = (type: string, message?: object, index = 0) => ({ type, index, delta: { message } });
const says = (said: string) => event('content-delta', { content: { text: said } });
const end = (finish: string, more: object = { usage: USAGE }) => ({
  type: 'message-end',
  delta: { finish_reason: finish, ...more },
});

/** The events of a text. */
const spoken = (...pieces: string[]) => [
  START,
  event('content-start', { content: { type: 'text', text: '' } }),
  ...pieces.map(says),
  { type: 'content-end', index: 0 },
];

/** What holds for a reply at once holds for one in pieces. */
const WAYS = {
  chat: (messages = ASK, options?: ChatOptions): Promise<ChatResult> =>
    cohere({ maxRetries: 0 }).chat(messages, options),
  stream: (messages = ASK, options?: ChatOptions): Promise<ChatResult> =>
    streamed(cohere({ maxRetries: 0 }), messages, options),
} as const;

describe('what Cohere is sent', () => {
  beforeEach(() => vendor.answers({ body: HELLO }));

  it('is the chat in its own words', async () => {
    const parameters = { type: 'object', properties: { city_name: { type: 'string' } } };
    const image = { type: 'image' as const, data: 'QUJD', mediaType: 'image/png' };
    await cohere({ maxTokens: 50, headers: { 'x-team': 'blue' } }).chat(
      [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Find.' },
            image,
            { ...image, vendor: { detail: 'low' } },
          ],
        },
      ],
      {
        temperature: 0.5,
        topP: 0.9,
        stop: ['.'],
        tools: [{ name: 'find', description: 'Finds.', parameters }, { name: 'look' }],
        toolChoice: 'required',
      },
    );
    const imageUrl = { url: 'data:image/png;base64,QUJD' };
    expect(vendor.bodies[0]).toEqual({
      model: 'm',
      max_tokens: 50,
      temperature: 0.5,
      p: 0.9,
      stop_sequences: ['.'],
      stream: false,
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            text('Find.'),
            { type: 'image_url', image_url: imageUrl },
            { type: 'image_url', image_url: { ...imageUrl, detail: 'low' } },
          ],
        },
      ],
      tools: [
        { type: 'function', function: { name: 'find', description: 'Finds.', parameters } },
        {
          type: 'function',
          function: { name: 'look', parameters: { type: 'object', properties: {} } },
        },
      ],
      tool_choice: 'REQUIRED',
    });
    expect(vendor.headers[0]).toMatchObject({ authorization: `Bearer ${KEY}`, 'x-team': 'blue' });
  });

  it('is the one tool that it has to call, and nothing where it may choose', async () => {
    vendor.answers({ body: HELLO }, { body: HELLO }, { body: HELLO });
    const tools = [{ name: 'find' }, { name: 'look' }];
    await cohere().chat(ASK, { tools, toolChoice: { name: 'look' } });
    expect(vendor.bodies[0]).toMatchObject({
      tools: [{ function: { name: 'look' } }],
      tool_choice: 'REQUIRED',
    });
    await cohere().chat(ASK, { tools, toolChoice: 'auto' });
    expect(vendor.bodies[1]).not.toHaveProperty('tool_choice');
    await cohere().chat(ASK, { tools, toolChoice: 'none' });
    expect(vendor.bodies[2]).toMatchObject({ tool_choice: 'NONE' });
  });

  it('has documents and other fields of its own as they are', async () => {
    const rows = Array.from({ length: 9 }, (_, id) => ({ id, name: `row ${id}` }));
    const documents = [
      { id: 'doc:0', data: { title: 'T', snippet: JSON.stringify(rows) } },
      'text',
    ];
    await cohere({ maxTokens: 50 }).chat(ASK, {
      vendor: { documents, citationOptions: { mode: 'FAST' }, safety_mode: 'NONE', max_tokens: 9 },
    });
    expect(vendor.bodies[0]).toMatchObject({
      documents,
      citation_options: { mode: 'FAST' },
      safety_mode: 'NONE',
      max_tokens: 9,
    });
  });

  it('has the results of tools, documents among them, beside the calls', async () => {
    const document = { id: '1', data: { title: 'T' } };
    await cohere().chat([
      ...ASK,
      { role: 'assistant', toolCalls: [{ id: 'a', name: 'look', arguments: '{"at":1}' }] },
      {
        role: 'tool',
        toolCallId: 'a',
        content: [
          { type: 'text', text: 'one' },
          { type: 'raw', value: { type: 'document', document } },
        ],
      },
    ]);
    expect(vendor.bodies[0]!['messages']).toEqual([
      { role: 'user', content: 'Hi' },
      {
        role: 'assistant',
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'look', arguments: '{"at":1}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: [text('one'), { type: 'document', document }] },
    ]);
  });

  it('has a JSON Schema where the output has one, and JSON mode where it has none', async () => {
    const count = { body: reply({ content: [text('{"n":1}')] }) };
    vendor.answers(count, count);
    const schema = { type: 'object', properties: { big_number: { type: 'integer' } } };
    const { data } = await cohere().chat(ASK, { output: { schema } });
    expect(data).toEqual({ n: 1 });
    expect(vendor.bodies[0]).toMatchObject({
      response_format: { type: 'json_object', json_schema: schema },
    });
    await cohere().chat(ASK, { reply: 'json' });
    expect(vendor.bodies[1]).toMatchObject({ response_format: { type: 'json_object' } });
  });

  it('has no files: Cohere takes none', async () => {
    const content = [{ type: 'file' as const, data: 'QUJD', mediaType: 'application/pdf' }];
    const asked = cohere().chat([{ role: 'user', content }]);
    await expect(asked).rejects.toBeInstanceOf(KaizenOptionsError);
    expect(vendor.bodies).toEqual([]);
  });

  it('goes nowhere when the SDK refuses it', async () => {
    const failure = await failureOf(cohere().chat(ASK, { vendor: { seed: 'seven' } }));
    expect(failure).toMatchObject({ kind: 'invalid-request', attempts: 1 });
    expect(failure.message).toContain('seed');
    expect(vendor.bodies).toEqual([]);
  });
});

describe('what Cohere replies', () => {
  it('is read with its usage and its request id', async () => {
    const headers = { 'x-debug-trace-id': 't-1' };
    const usage = { ...USAGE, cached_tokens: 4 };
    vendor.answers(
      { body: reply({ content: [text('Hel'), text('lo.')] }, 'COMPLETE', usage), headers },
      { body: [...spoken('Hel', 'lo.'), end('COMPLETE', { usage })], headers },
    );
    for (const way of [WAYS.chat, WAYS.stream]) {
      expect(await way()).toMatchObject({
        text: 'Hello.',
        model: 'm',
        requestId: 't-1',
        usage: { inputTokens: 11, outputTokens: 7, cacheReadTokens: 4 },
      });
    }
  });

  it('counts what is billed where nothing else is told', async () => {
    vendor.answers({ body: reply({ content: [] }, 'COMPLETE', { billed_units: TOKENS }) });
    expect((await WAYS.chat()).usage).toEqual({ inputTokens: 11, outputTokens: 7 });
  });

  it.each([
    ['COMPLETE', 'stop'],
    ['STOP_SEQUENCE', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['TOOL_CALL', 'tool-calls'],
    ['SOMETHING_NEW', 'other'],
  ])('%s is the end %s', async (told, expected) => {
    vendor.answers(
      { body: reply({ content: [text('So')] }, told) },
      { body: [...spoken('So'), end(told)] },
    );
    expect((await WAYS.chat()).finishReason).toBe(expected);
    expect((await WAYS.stream()).finishReason).toBe(expected);
  });

  it.each(['ERROR', 'TIMEOUT'])('is an error where its end is %s', async (told) => {
    vendor.answers(
      { body: reply({ content: [text('So')] }, told) },
      { body: [...spoken('So'), end(told, { error: 'It broke.' })] },
    );
    expect(await failureOf(WAYS.chat())).toMatchObject({ kind: 'server', vendorCode: told });
    const failure = await failureOf(WAYS.stream());
    expect(failure).toMatchObject({ kind: 'server', vendorCode: told, partialText: 'So' });
    expect(failure.message).toContain('It broke.');
  });

  it('keeps its citations, and sends them back with the text', async () => {
    vendor.answers(
      { body: reply({ content: [text('Hello.')], citations: [CITATION] }) },
      {
        body: [
          ...spoken('Hello.'),
          event('citation-start', { citations: CITATION }),
          { type: 'citation-end', index: 0 },
          end('COMPLETE'),
        ],
      },
      { body: HELLO },
    );
    const first = await WAYS.chat();
    const second = await WAYS.stream();
    expect(first.raw).toMatchObject({ message: { citations: [CITATION] } });
    expect(second.message).toEqual(first.message);
    await WAYS.chat([...ASK, second.message, ...ASK]);
    expect(vendor.bodies[2]).toMatchObject({
      messages: [{}, { role: 'assistant', content: [text('Hello.')], citations: [CITATION] }, {}],
    });
  });

  it('keeps what the model thought and planned, and sends it back with the calls', async () => {
    const call = (id: string, given: string) => ({
      id,
      type: 'function',
      function: { name: 'look', arguments: given },
    });
    const thinking = { type: 'thinking', thinking: 'One and one.' };
    const calls = [call('a', '{"at":1}'), call('b', '{"at":2}')];
    const whole = { content: [thinking], tool_plan: 'I will look.', tool_calls: calls };
    const part = (given: string, index: number) =>
      event('tool-call-delta', { tool_calls: { function: { arguments: given } } }, index);
    vendor.answers(
      { body: reply(whole, 'TOOL_CALL') },
      {
        body: [
          START,
          event('content-start', { content: { type: 'thinking', thinking: 'One ' } }),
          event('content-delta', { content: { thinking: 'and one.' } }),
          event('tool-plan-delta', { tool_plan: 'I will ' }),
          event('tool-plan-delta', { tool_plan: 'look.' }),
          event('tool-call-start', { tool_calls: call('a', '') }, 0),
          part('{"at"', 0),
          part(':1}', 0),
          { type: 'tool-call-end', index: 0 },
          event('tool-call-start', { tool_calls: call('b', '{"at":2}') }, 1),
          end('TOOL_CALL'),
        ],
      },
      { body: HELLO },
    );
    const first = await WAYS.chat();
    const second = await WAYS.stream();
    expect(first).toMatchObject({
      text: '',
      finishReason: 'tool-calls',
      toolCalls: [
        { id: 'a', name: 'look', arguments: '{"at":1}' },
        { id: 'b', name: 'look', arguments: '{"at":2}' },
      ],
    });
    expect(second.message).toEqual(first.message);
    await WAYS.chat([...ASK, second.message, { role: 'tool', toolCallId: 'a', content: 'x' }]);
    expect(vendor.bodies[2]).toMatchObject({ messages: [{}, { role: 'assistant', ...whole }, {}] });
  });
});

describe('how Cohere refuses', () => {
  it.each([
    [400, { id: 'e1', message: 'too many tokens' }, 'invalid-request', 'too many tokens'],
    [401, { message: 'invalid api token' }, 'authentication', 'invalid api token'],
    [429, { message: 'trial key' }, 'rate-limit', 'trial key'],
    [498, { message: 'not allowed' }, 'invalid-request', 'not allowed'],
    [500, { message: 'internal' }, 'server', 'internal'],
    [503, 'no upstream', 'overloaded', 'overloaded'],
  ] as const)('%i is told with what it says', async (status, body, kind, words) => {
    const headers = { 'x-debug-trace-id': 't-2', ...(status === 429 && { 'retry-after': '7' }) };
    const answer = { status, headers, body: body as object };
    vendor.answers(answer, answer);
    for (const way of [WAYS.chat, WAYS.stream]) {
      const failure = await failureOf(way());
      expect(failure).toMatchObject({ kind, status, attempts: 1, requestId: 't-2' });
      expect(failure.retryAfterMs).toBe(status === 429 ? 7000 : undefined);
      expect(failure.message).toContain(words);
    }
    expect(vendor.bodies).toHaveLength(2);
  });

  it('is no reply where a 200 has other fields', async () => {
    vendor.answers({ body: { hello: 1 } });
    expect(await failureOf(WAYS.chat())).toMatchObject({ kind: 'bad-response' });
  });

  it('leaves no clock behind when nobody answers', async () => {
    const clocks = jest.spyOn(globalThis, 'setTimeout');
    const late = { timeoutMs: 50, maxRetries: 0 };
    const nobody = cohere({ ...late, baseUrl: 'http://127.0.0.1:9' });
    expect(await failureOf(nobody.chat(ASK))).toMatchObject({ kind: 'connection' });
    const silent = cohere({ ...late, baseUrl: await silence() });
    expect(await failureOf(silent.chat(ASK))).toMatchObject({ kind: 'timeout' });
    const longest = Math.max(...clocks.mock.calls.map(([, ms = 0]) => ms));
    clocks.mockRestore();
    expect(longest).toBe(50);
  });
});

describe('a ready client of Cohere', () => {
  const given = (client: NonNullable<CohereOptions['client']>) =>
    new KaizenCohere({ client, model: 'm', maxRetries: 0 }, kaizen);

  it.each([
    ['CohereClientV2', CohereClientV2],
    ['CohereClient', CohereClient],
  ])('is a %s, asked once, whatever its own retries are', async (_, Client) => {
    const client = new Client({ token: KEY, baseUrl: url, maxRetries: 3 });
    vendor.answers(
      { status: 503, body: {} },
      { body: HELLO, headers: { 'x-debug-trace-id': 't-3' } },
      { body: [...spoken('Hello.'), end('COMPLETE')] },
    );
    const asked = given(client);
    expect(await failureOf(asked.chat(ASK))).toMatchObject({ kind: 'overloaded', attempts: 1 });
    expect(vendor.bodies).toHaveLength(1);
    expect(await asked.chat(ASK)).toMatchObject({ text: 'Hello.', requestId: 't-3' });
    expect(await streamed(asked, ASK)).toMatchObject({ text: 'Hello.' });
  });

  it('may have a clock of its own', async () => {
    const client = new CohereClientV2({
      token: KEY,
      baseUrl: await silence(),
      timeoutInSeconds: 0.02,
    });
    const failure = await failureOf(given(client).chat(ASK));
    expect(failure).toMatchObject({ kind: 'timeout', attempts: 1 });
  });

  it('has to be one', () => {
    expect(() => given({} as never)).toThrow(KaizenOptionsError);
  });
});
