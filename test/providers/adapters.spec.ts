import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createKaizen, KaizenPayloadError } from 'nestjs-kaizen';
import {
  type ChatMessage,
  type ChatOptions,
  type ChatResult,
  KaizenAnthropic,
  KaizenAzureOpenAI,
  KaizenOpenAI,
  KaizenOpenAiCompatible,
  type KaizenProvider,
} from 'nestjs-kaizen/providers';
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

const shared = () => ({ apiKey: KEY, model: 'm', retryBackoffFactor: 0 });
const ASK: ChatMessage[] = [{ role: 'user', content: 'Hi' }];

async function streamed(
  provider: KaizenProvider,
  messages = ASK,
  options?: ChatOptions,
): Promise<ChatResult> {
  for await (const event of provider.stream(messages, options))
    if (event.type === 'done') return event;
  throw new Error('The stream has no done.');
}

describe('Anthropic', () => {
  const REPLY = {
    model: 'claude-x',
    content: [{ type: 'text', text: 'Yes.' }],
    stop_reason: 'end_turn',
  };
  const anthropic = (options = {}) =>
    new KaizenAnthropic({ ...shared(), baseUrl: url, ...options }, kaizen);

  it('gets the system prompt apart, the results of a turn together, and a limit of tokens', async () => {
    vendor.answers({ body: REPLY });
    const calls = ['a', 'b'].map((id) => ({ id, name: 'look', arguments: `{"at":"${id}"}` }));
    await anthropic().chat(
      [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'system',
          content: [
            { type: 'text', text: 'Be kind.', vendor: { cache_control: { type: 'ephemeral' } } },
          ],
        },
        { role: 'user', content: 'Look.' },
        { role: 'assistant', content: 'I look.', toolCalls: calls },
        { role: 'tool', toolCallId: 'a', content: 'one' },
        { role: 'tool', toolCallId: 'b', content: 'two', isError: true },
        {
          role: 'user',
          content: [{ type: 'file', url: 'https://x.example/a.pdf', name: 'a.pdf' }],
        },
      ],
      { temperature: 0.5, toolChoice: 'required', stop: ['.'], tools: [{ name: 'look' }] },
    );
    expect(vendor.bodies[0]).toEqual({
      model: 'm',
      max_tokens: 4096,
      system: [
        { type: 'text', text: 'Be brief.' },
        { type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } },
      ],
      stop_sequences: ['.'],
      tools: [{ name: 'look', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'any' },
      messages: [
        { role: 'user', content: 'Look.' },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'I look.' },
            { type: 'tool_use', id: 'a', name: 'look', input: { at: 'a' } },
            { type: 'tool_use', id: 'b', name: 'look', input: { at: 'b' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'a', content: 'one' },
            { type: 'tool_result', tool_use_id: 'b', content: 'two', is_error: true },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'document',
              source: { type: 'url', url: 'https://x.example/a.pdf' },
              title: 'a.pdf',
            },
          ],
        },
      ],
    });
  });

  it('gets a temperature only where an older version of its API is pinned', async () => {
    vendor.answers({ body: REPLY });
    await anthropic({ apiVersion: '2023-06-01', temperature: 0.2 }).chat(ASK, { topP: 0.9 });
    expect(vendor.bodies[0]).toMatchObject({ temperature: 0.2, top_p: 0.9 });
    expect(vendor.headers[0]).toMatchObject({
      'anthropic-version': '2023-06-01',
    });
  });

  it('counts cached tokens among those of the input', async () => {
    const usage = {
      input_tokens: 5,
      output_tokens: 2,
      cache_read_input_tokens: 90,
      cache_creation_input_tokens: 10,
    };
    vendor.answers({ body: { ...REPLY, usage } });
    expect((await anthropic().chat(ASK)).usage).toEqual({
      inputTokens: 105,
      outputTokens: 2,
      cacheReadTokens: 90,
      cacheWriteTokens: 10,
    });
  });

  it('gets its thoughts back as they were, after a stream as well', async () => {
    const thinking = { type: 'thinking', thinking: 'Hmm, hmm.', signature: 'c2ln' };
    const call = { type: 'tool_use', id: 't1', name: 'look', input: { at: 1 } };
    const events = [
      {
        type: 'message_start',
        message: { model: 'claude-x', usage: { input_tokens: 3, output_tokens: 1 } },
      },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'thinking', thinking: '', signature: '' },
      },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'thinking_delta', thinking: 'Hmm, ' },
      },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'thinking_delta', thinking: 'hmm.' },
      },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'signature_delta', signature: 'c2ln' },
      },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { ...call, input: {} } },
      {
        type: 'content_block_delta',
        index: 1,
        delta: { type: 'input_json_delta', partial_json: '{"at"' },
      },
      {
        type: 'content_block_delta',
        index: 1,
        delta: { type: 'input_json_delta', partial_json: ':1}' },
      },
      { type: 'content_block_stop', index: 1 },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 9 } },
      { type: 'message_stop' },
    ];
    vendor.answers(
      { body: { ...REPLY, content: [thinking, call], stop_reason: 'tool_use' } },
      { body: events },
      { body: REPLY },
      { body: REPLY },
    );
    const whole = await anthropic().chat(ASK);
    const inPieces = await streamed(anthropic());
    expect(inPieces.usage).toEqual({ inputTokens: 3, outputTokens: 9 });
    for (const { message, toolCalls } of [whole, inPieces]) {
      expect(toolCalls).toEqual([{ id: 't1', name: 'look', arguments: '{"at":1}' }]);
      await anthropic().chat([...ASK, message, { role: 'tool', toolCallId: 't1', content: 'ok' }]);
      const sent = vendor.bodies.at(-1)!['messages'] as unknown[];
      expect(sent[1]).toEqual({ role: 'assistant', content: [thinking, call] });
    }
  });

  it('has an error in the middle of its stream told by its own code, and asked again before', async () => {
    const start = { type: 'message_start', message: { model: 'claude-x' } };
    const failed = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    const text = {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: 'Ye' },
    };
    const end = { type: 'message_delta', delta: { stop_reason: 'end_turn' } };
    vendor.answers({ body: [start, failed] }, { body: [start, text, end] });
    expect(await streamed(anthropic())).toMatchObject({ text: 'Ye', attempts: 2 });
    vendor.answers({ body: [start, text, failed] });
    await expect(streamed(anthropic())).rejects.toMatchObject({
      kind: 'overloaded',
      vendorCode: 'overloaded_error',
      partialText: 'Ye',
      attempts: 1,
    });
  });
});

describe('OpenAI’s responses', () => {
  const openai = () => new KaizenOpenAI({ ...shared(), baseUrl: url }, kaizen);
  const said = { type: 'message', content: [{ type: 'output_text', text: 'Yes.' }] };
  const thought = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'xyz' };
  const call = {
    type: 'function_call',
    id: 'fc_1',
    call_id: 'call_1',
    name: 'look',
    arguments: '{"at":1}',
  };

  it('gets items, and what it thought comes back before the call that it led to', async () => {
    vendor.answers(
      { body: { status: 'completed', output: [thought, call], model: 'gpt-x' } },
      { body: { status: 'completed', output: [thought, said] } },
    );
    const first = await openai().chat(ASK, { tools: [{ name: 'look', vendor: { strict: true } }] });
    expect(first).toMatchObject({ finishReason: 'tool-calls', model: 'gpt-x', text: '' });
    const result: ChatMessage = { role: 'tool', toolCallId: 'call_1', content: 'ok' };
    const second = await openai().chat([...ASK, first.message, result]);
    expect(vendor.bodies[0]!['tools']).toEqual([
      {
        type: 'function',
        name: 'look',
        parameters: { type: 'object', properties: {} },
        strict: true,
      },
    ]);
    expect(vendor.bodies[1]!['input']).toEqual([
      { role: 'user', content: 'Hi' },
      thought,
      call,
      { type: 'function_call_output', call_id: 'call_1', output: 'ok' },
    ]);
    expect(second.message).toEqual({ role: 'assistant', content: 'Yes.' });
  });

  it('writes images and files as it takes them', async () => {
    vendor.answers({ body: { status: 'completed', output: [said] } });
    const data = Buffer.from('%PDF');
    await openai().chat([
      {
        role: 'user',
        content: [
          { type: 'image', url: 'https://x.example/a.png', vendor: { detail: 'low' } },
          { type: 'file', data, mediaType: 'application/pdf', name: 'a.pdf' },
          { type: 'file', id: 'file-1' },
          { type: 'raw', value: { type: 'input_audio', input_audio: {} } },
        ],
      },
    ]);
    expect(vendor.bodies[0]!['input']).toMatchObject([
      {
        content: [
          { type: 'input_image', image_url: 'https://x.example/a.png', detail: 'low' },
          {
            type: 'input_file',
            filename: 'a.pdf',
            file_data: `data:application/pdf;base64,${data.toString('base64')}`,
          },
          { type: 'input_file', file_id: 'file-1' },
          { type: 'input_audio', input_audio: {} },
        ],
      },
    ]);
  });

  it('tells a failure in a response of success', async () => {
    const failed = {
      status: 'failed',
      output: [],
      error: { code: 'server_error', message: 'It broke' },
    };
    const again = { body: { status: 'completed', output: [said] } };
    vendor.answers({ body: failed }, again);
    expect(await openai().chat(ASK)).toMatchObject({ text: 'Yes.', attempts: 2 });
    vendor.answers({ body: [{ type: 'response.failed', response: failed }] }, { body: failed });
    for (const asked of [
      streamed(openai(), ASK, { maxRetries: 0 }),
      openai().chat(ASK, { maxRetries: 0 }),
    ]) {
      await expect(asked).rejects.toMatchObject({ kind: 'server', vendorCode: 'server_error' });
    }
  });

  it('tells why a reply is incomplete', async () => {
    const reply = (reason: string) => ({
      body: { status: 'incomplete', incomplete_details: { reason }, output: [said] },
    });
    vendor.answers(reply('max_output_tokens'), reply('content_filter'));
    expect((await openai().chat(ASK)).finishReason).toBe('length');
    expect((await openai().chat(ASK)).finishReason).toBe('content-filter');
  });
});

describe('chat completions', () => {
  const compatible = (options = {}) =>
    new KaizenOpenAiCompatible(
      'home',
      { baseUrl: `${url}/v1`, model: 'm', retryBackoffFactor: 0, ...options },
      kaizen,
    );
  const reply = (finish_reason: string | null, message: object = { content: 'Yes.' }) => ({
    body: { choices: [{ message, finish_reason }] },
  });

  it('need no key at home, and take the words of the endpoint', async () => {
    vendor.answers(reply('eos'), reply('stop'));
    const { finishReason } = await compatible().chat(ASK, { maxTokens: 9, vendor: { top_k: 3 } });
    expect(finishReason).toBe('stop');
    expect(vendor.bodies[0]).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Hi' }],
      max_tokens: 9,
      top_k: 3,
    });
    await compatible({ maxTokensField: 'max_completion_tokens' }).chat(ASK, { maxTokens: 9 });
    expect(vendor.bodies[1]).toMatchObject({ max_completion_tokens: 9 });
  });

  it('write calls and their results', async () => {
    vendor.answers(reply('stop'));
    await compatible().chat([
      { role: 'system', content: 'S' },
      ...ASK,
      { role: 'assistant', toolCalls: [{ id: 'c1', name: 'look', arguments: '{}' }] },
      { role: 'tool', toolCallId: 'c1', content: 'ok' },
      {
        role: 'user',
        content: [{ type: 'file', data: 'QQ==', mediaType: 'text/plain', name: 'a.txt' }],
      },
    ]);
    expect(vendor.bodies[0]!['messages']).toEqual([
      { role: 'system', content: 'S' },
      { role: 'user', content: 'Hi' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'ok' },
      {
        role: 'user',
        content: [
          { type: 'file', file: { filename: 'a.txt', file_data: 'data:text/plain;base64,QQ==' } },
        ],
      },
    ]);
  });

  it('take no file at an address: that is told before anything is sent', async () => {
    vendor.answers(reply('stop'));
    const file = { type: 'file' as const, url: 'https://x.example/a.pdf' };
    const asked = compatible().chat([{ role: 'user', content: [file] }]);
    await expect(asked).rejects.toThrow(KaizenPayloadError);
    expect(vendor.bodies).toEqual([]);
  });

  it('are asked again after an error in a stream, while nothing has been told', async () => {
    const piece = (delta: object, finish_reason: string | null = null) => ({
      choices: [{ delta, finish_reason }],
    });
    const failed = {
      error: { message: 'Too many', type: 'requests', code: 'rate_limit_exceeded' },
    };
    vendor.answers(
      { body: [failed] },
      { body: [piece({ content: 'Ye' }), piece({ content: 's.' }, 'stop')] },
    );
    expect(await streamed(compatible())).toMatchObject({
      text: 'Yes.',
      attempts: 2,
      finishReason: 'stop',
    });
    vendor.answers({ body: [piece({ content: 'Ye' }), failed] });
    await expect(streamed(compatible())).rejects.toMatchObject({
      kind: 'rate-limit',
      partialText: 'Ye',
    });
  });

  // OpenAI calls nearly every 4xx so, a missing key and a wrong address among them.
  it.each([
    [401, 'invalid_request_error', 'authentication'],
    [404, 'invalid_request_error', 'not-found'],
    [503, 'server_error', 'overloaded'],
  ])('tell a %s of the type %s by its status', async (status, type, kind) => {
    vendor.answers({ status, body: { error: { message: 'No.', type, code: null } } });
    const asked = compatible({ maxRetries: 0 }).chat(ASK);
    await expect(asked).rejects.toMatchObject({ kind, status, vendorCode: type });
  });

  it('do what x-should-retry says', async () => {
    const headers = { 'x-should-retry': 'false' };
    vendor.answers({ status: 503, headers, body: {} });
    await expect(compatible().chat(ASK)).rejects.toMatchObject({ kind: 'overloaded', attempts: 1 });
  });

  it('retry no more than the budget has, whatever each call may', async () => {
    const provider = compatible({ retryBudget: { capacity: 10, costPerRetry: 10 }, maxRetries: 5 });
    vendor.answers();
    await expect(provider.chat(ASK)).rejects.toMatchObject({ attempts: 2 });
    await expect(provider.chat(ASK)).rejects.toMatchObject({ attempts: 1 });
  });

  it('send the headers of provider and call', async () => {
    vendor.answers(reply('stop'));
    await compatible({ headers: { 'x-one': '1', 'x-two': '2' } }).chat(ASK, {
      headers: { 'x-two': '3' },
    });
    expect(vendor.headers[0]).toMatchObject({ 'x-one': '1', 'x-two': '3' });
  });
});

describe('Azure OpenAI', () => {
  it('takes a token in the place of a key, whatever the environment says', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      AZURE_OPENAI_API_KEY: 'env-key',
      OPENAI_BASE_URL: 'http://127.0.0.1:9',
      OPENAI_API_KEY: 'x',
    });
    try {
      const body = { choices: [{ message: { content: 'Yes.' }, finish_reason: 'stop' }] };
      const options = {
        baseUrl: url,
        model: 'dep',
        tokenProvider: () => Promise.resolve('entra-token'),
      };
      vendor.answers({ body }, { body });
      await new KaizenAzureOpenAI(options, kaizen).chat(ASK);
      await new KaizenAzureOpenAI({ ...options, apiVersion: '2024-10-21' }, kaizen).chat(ASK);
      expect(vendor.headers.map(({ authorization }) => authorization)).toEqual([
        'Bearer entra-token',
        'Bearer entra-token',
      ]);
    } finally {
      process.env = before;
    }
  });
});
