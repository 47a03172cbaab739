import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createKaizen, KaizenOptionsError } from 'nestjs-kaizen';
import {
  type ChatMessage,
  type ChatOptions,
  type ChatResult,
  type GeminiOptions,
  KaizenGemini,
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

const gemini = (options: GeminiOptions = {}) =>
  new KaizenGemini(
    { apiKey: KEY, baseUrl: url, model: 'm', retryBackoffFactor: 0, maxRetries: 0, ...options },
    kaizen,
  );

const ASK: ChatMessage[] = [{ role: 'user', content: 'Hi' }];
const USAGE = {
  promptTokenCount: 10,
  toolUsePromptTokenCount: 2,
  candidatesTokenCount: 5,
  thoughtsTokenCount: 4,
  cachedContentTokenCount: 3,
};

const piece = (parts: object[], finishReason?: string, more: object = {}) => ({
  candidates: [{ content: { role: 'model', parts }, ...(finishReason && { finishReason }) }],
  ...more,
});
const HELLO = piece([{ text: 'Hello.' }], 'STOP', { modelVersion: 'm-001', usageMetadata: USAGE });
const CALL = {
  functionCall: { name: 'find', args: { city: 'Rome' } },
  thoughtSignature: 'c2lnbmVk',
};

/** What holds for a reply at once holds for one in pieces. */
const WAYS: [string, (messages: ChatMessage[], options?: ChatOptions) => Promise<ChatResult>][] = [
  ['chat', (messages, options) => gemini().chat(messages, options)],
  ['stream', (messages, options) => streamed(gemini(), messages, options)],
];

/** The same answer in the form that each way has it in. */
function answers(way: string, body: object): void {
  vendor.answers({ body: way === 'stream' ? [body] : body });
}

describe('what Gemini is sent', () => {
  beforeEach(() => vendor.answers({ body: HELLO }));

  it('is the chat in its words', async () => {
    await gemini()
      .chat(
        [
          { role: 'system', content: 'Be brief.' },
          ...ASK,
          { role: 'assistant', content: 'Yes?' },
          { role: 'user', content: 'Go on.' },
        ],
        {
          maxTokens: 9,
          temperature: 0.5,
          topP: 0.9,
          stop: ['END'],
          tools: [{ name: 'find', description: 'Finds.', parameters: { type: 'object' } }],
          toolChoice: { name: 'find' },
          output: { schema: { type: 'object' } },
          vendor: { thinking_config: { thinkingBudget: 0 } },
        },
      )
      .catch(() => undefined);
    expect(vendor.bodies[0]).toMatchObject({
      contents: [
        { role: 'user', parts: [{ text: 'Hi' }] },
        { role: 'model', parts: [{ text: 'Yes?' }] },
        { role: 'user', parts: [{ text: 'Go on.' }] },
      ],
      generationConfig: {
        maxOutputTokens: 9,
        temperature: 0.5,
        topP: 0.9,
        stopSequences: ['END'],
        responseMimeType: 'application/json',
        responseJsonSchema: { type: 'object' },
        thinkingConfig: { thinkingBudget: 0 },
      },
      tools: [
        {
          functionDeclarations: [
            { name: 'find', description: 'Finds.', parametersJsonSchema: { type: 'object' } },
          ],
        },
      ],
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['find'] } },
    });
    expect(JSON.stringify(vendor.bodies[0]?.['systemInstruction'])).toContain('Be brief.');
  });

  it.each([
    ['auto', 'AUTO'],
    ['none', 'NONE'],
    ['required', 'ANY'],
  ] as const)('has the choice %s as %s', async (toolChoice, mode) => {
    await gemini().chat(ASK, { tools: [{ name: 'find' }], toolChoice });
    expect(vendor.bodies[0]).toMatchObject({ toolConfig: { functionCallingConfig: { mode } } });
  });

  it('has images and files as bytes or addresses, untouched', async () => {
    const data = Buffer.from('bytes');
    const content = [
      { type: 'image', data, mediaType: 'image/png' },
      { type: 'file', url: 'gs://bucket/report.pdf', mediaType: 'application/pdf' },
      { type: 'file', id: 'https://files.example/files/1', mediaType: 'application/pdf' },
      { type: 'raw', value: { text: 'as it is' } },
    ] as const;
    await gemini().chat([{ role: 'user', content }]);
    const [{ parts }] = vendor.bodies[0]?.['contents'] as [{ parts: unknown[] }];
    expect(parts).toEqual([
      { inlineData: { data: data.toString('base64'), mimeType: 'image/png' } },
      { fileData: { fileUri: 'gs://bucket/report.pdf', mimeType: 'application/pdf' } },
      { fileData: { fileUri: 'https://files.example/files/1', mimeType: 'application/pdf' } },
      { text: 'as it is' },
    ]);
  });

  it('has the caller’s headers, and the key once', async () => {
    await gemini().chat(ASK, { headers: { 'x-tenant': 'a' } });
    expect(vendor.headers[0]).toMatchObject({ 'x-tenant': 'a', 'x-goog-api-key': KEY });
  });
});

describe.each(WAYS)('a reply of Gemini, %s', (way, ask) => {
  it('tells text without thoughts, and counts these', async () => {
    const body = piece([{ text: 'Hm.', thought: true }, { text: 'Hello.' }], 'STOP', {
      modelVersion: 'm-001',
      usageMetadata: USAGE,
    });
    answers(way, body);
    expect(await ask(ASK)).toMatchObject({
      text: 'Hello.',
      model: 'm-001',
      finishReason: 'stop',
      usage: { inputTokens: 12, outputTokens: 9, cacheReadTokens: 3, reasoningTokens: 4 },
    });
  });

  it('tells calls, which go back with their signatures and results', async () => {
    answers(way, piece([CALL, { functionCall: { id: 'own', name: 'find', args: {} } }], 'STOP'));
    const asked = await ask(ASK, { tools: [{ name: 'find' }] });
    expect(asked.finishReason).toBe('tool-calls');
    expect(asked.toolCalls).toEqual([
      {
        id: 'call-0',
        name: 'find',
        arguments: '{"city":"Rome"}',
        vendor: { thoughtSignature: 'c2lnbmVk' },
      },
      { id: 'own', name: 'find', arguments: '{}' },
    ]);
    answers(way, HELLO);
    await ask([
      ...ASK,
      asked.message,
      { role: 'tool', toolCallId: 'call-0', content: 'sunny' },
      { role: 'tool', toolCallId: 'own', content: 'no such city', isError: true },
    ]);
    expect(vendor.bodies[0]?.['contents']).toEqual([
      { role: 'user', parts: [{ text: 'Hi' }] },
      { role: 'model', parts: [CALL, { functionCall: { id: 'own', name: 'find', args: {} } }] },
      {
        role: 'user',
        parts: [
          { functionResponse: { name: 'find', response: { output: 'sunny' } } },
          { functionResponse: { id: 'own', name: 'find', response: { error: 'no such city' } } },
        ],
      },
    ]);
  });

  it.each([
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['MALFORMED_FUNCTION_CALL', 'other'],
  ])('ends by %s: %s', async (reason, expected) => {
    answers(way, piece([{ text: 'He' }], reason));
    expect((await ask(ASK)).finishReason).toBe(expected);
  });

  it('was filtered where the prompt was blocked', async () => {
    answers(way, { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } });
    expect(await ask(ASK)).toMatchObject({ text: '', finishReason: 'content-filter' });
  });

  it('that is no reply is an error', async () => {
    answers(way, { candidates: [] });
    expect(['bad-response', 'incomplete-stream']).toContain((await failureOf(ask(ASK))).kind);
  });

  it('that was refused tells the vendor’s words, code and delay', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' }];
    const error = { code: 429, message: 'Too many.', status: 'RESOURCE_EXHAUSTED', details };
    vendor.answers({ status: 429, body: { error } });
    const failure = await failureOf(ask(ASK));
    expect(failure).toMatchObject({
      kind: 'rate-limit',
      status: 429,
      vendorCode: 'RESOURCE_EXHAUSTED',
      retryAfterMs: 34_400,
    });
    expect(failure.message).toContain('Too many.');
    expect(vendor.bodies).toHaveLength(1);
  });
});

describe('calls of a stream', () => {
  it('that come in several events are told apart', async () => {
    vendor.answers({ body: [piece([CALL]), piece([CALL]), piece([], 'STOP')] });
    const { toolCalls, finishReason } = await streamed(gemini(), ASK, {
      tools: [{ name: 'find' }],
    });
    expect(toolCalls.map(({ id }) => id)).toEqual(['call-0', 'call-1']);
    expect(finishReason).toBe('tool-calls');
  });

  it('ends as incomplete where the last word is missing, with the text until then', async () => {
    vendor.answers({ body: [piece([{ text: 'Hel' }])] });
    expect(await failureOf(streamed(gemini(), ASK))).toMatchObject({
      kind: 'incomplete-stream',
      partialText: 'Hel',
    });
  });

  it('ends with the vendor’s error in the middle', async () => {
    const error = { code: 503, message: 'Busy.', status: 'UNAVAILABLE' };
    vendor.answers({ body: [piece([{ text: 'Hel' }]), { error }] });
    expect(await failureOf(streamed(gemini(), ASK))).toMatchObject({
      kind: 'overloaded',
      partialText: 'Hel',
    });
  });
});

describe('the set-up of Gemini', () => {
  const names = [
    'GEMINI_API_KEY',
    'GOOGLE_API_KEY',
    'GOOGLE_CLOUD_PROJECT',
    'GOOGLE_CLOUD_LOCATION',
  ] as const;
  const before = names.map((name) => [name, process.env[name]] as const);
  beforeEach(() => {
    for (const name of names) delete process.env[name];
  });
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it('takes the key of the environment', async () => {
    process.env['GOOGLE_API_KEY'] = 'google-key';
    vendor.answers({ body: HELLO });
    await new KaizenGemini({ baseUrl: url, model: 'm' }, kaizen).chat(ASK);
    expect(vendor.headers[0]).toMatchObject({ 'x-goog-api-key': 'google-key' });
  });

  it('says what is missing', async () => {
    const keyless = new KaizenGemini({ model: 'm' }, kaizen).chat(ASK);
    await expect(keyless).rejects.toThrow(KaizenOptionsError);
    await expect(keyless).rejects.toThrow(/GEMINI_API_KEY/);
    const placeless = new KaizenGemini({ model: 'm', vertexai: true, project: 'p' }, kaizen);
    await expect(placeless.chat(ASK)).rejects.toThrow(/GOOGLE_CLOUD_LOCATION/);
  });

  it('asks Vertex AI by a key', async () => {
    vendor.answers({ body: HELLO });
    const { text } = await gemini({ vertexai: true }).chat(ASK);
    expect(text).toBe('Hello.');
    expect(vendor.headers[0]).toMatchObject({ 'x-goog-api-key': KEY });
  });
});
