import { GoogleGenAI } from '@google/genai';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createKaizen, KaizenOptionsError } from 'nestjs-kaizen';
import {
  type ChatMessage,
  type ChatOptions,
  type ChatResult,
  type GeminiOptions,
  KaizenGemini,
} from 'nestjs-kaizen/providers';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    { apiKey: KEY, baseUrl: url, model: 'm', retryBackoffFactor: 0, ...options },
    kaizen,
  );

const ASK: ChatMessage[] = [{ role: 'user', content: 'Hi' }];
const USAGE = { promptTokenCount: 11, candidatesTokenCount: 7, totalTokenCount: 18 };

function reply(parts: object[], finishReason?: string, more: object = {}) {
  const candidate = { index: 0, content: { role: 'model', parts }, finishReason };
  return { candidates: [candidate], modelVersion: 'gemini-x', usageMetadata: USAGE, ...more };
}

const HELLO = reply([{ text: 'Hello.' }], 'STOP');
const CALL = { functionCall: { id: 'c1', name: 'look', args: { at: 1 } } };

/** What holds for a reply at once holds for one in pieces. */
const WAYS = {
  chat: (messages = ASK, options?: ChatOptions): Promise<ChatResult> =>
    gemini({ maxRetries: 0 }).chat(messages, options),
  stream: (messages = ASK, options?: ChatOptions): Promise<ChatResult> =>
    streamed(gemini({ maxRetries: 0 }), messages, options),
} as const;

/** Runs with these variables in the environment, and without the others that say where Gemini is. */
async function inEnvironment<T>(
  variables: Record<string, string>,
  run: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  for (const name of Object.keys(process.env))
    if (/^(GOOGLE|GEMINI)_/.test(name)) delete process.env[name];
  Object.assign(process.env, variables);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** Credentials of a machine that Google knows by another's word, and who exchanges the word for a token. */
async function machineCredentials(token: string) {
  const exchange = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ access_token: token, expires_in: 3600, token_type: 'Bearer' }));
  });
  await once(exchange.listen(0, '127.0.0.1'), 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'kaizen-gemini-'));
  const file = join(folder, 'credentials.json');
  const credentials = {
    type: 'external_account',
    audience: 'kaizen',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `http://127.0.0.1:${(exchange.address() as AddressInfo).port}/token`,
    credential_source: { file },
  };
  await writeFile(file, JSON.stringify(credentials));
  const close = async () => {
    exchange.closeAllConnections();
    exchange.close();
    await rm(folder, { recursive: true });
  };
  return { GOOGLE_APPLICATION_CREDENTIALS: file, close };
}

describe('what Gemini is sent', () => {
  beforeEach(() => vendor.answers({ body: HELLO }));

  it('is the chat in its own words', async () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    await gemini({ maxTokens: 50, headers: { 'x-team': 'blue' } }).chat(
      [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'Find.' }] },
      ],
      {
        temperature: 0.5,
        topP: 0.9,
        stop: ['.'],
        tools: [{ name: 'find', description: 'Finds.', parameters }, { name: 'look' }],
        toolChoice: { name: 'find' },
      },
    );
    expect(vendor.paths).toEqual(['/v1beta/models/m:generateContent']);
    expect(vendor.bodies[0]).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'Find.' }] }],
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      generationConfig: {
        maxOutputTokens: 50,
        temperature: 0.5,
        topP: 0.9,
        stopSequences: ['.'],
      },
      tools: [
        {
          functionDeclarations: [
            { name: 'find', description: 'Finds.', parametersJsonSchema: parameters },
            { name: 'look' },
          ],
        },
      ],
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['find'] } },
    });
    expect(vendor.headers[0]).toMatchObject({ 'x-goog-api-key': KEY, 'x-team': 'blue' });
  });

  it.each([
    ['auto', 'AUTO'],
    ['none', 'NONE'],
    ['required', 'ANY'],
  ] as const)('has the choice %s of tools as %s', async (toolChoice, mode) => {
    await gemini().chat(ASK, { tools: [{ name: 'look' }], toolChoice });
    expect(vendor.bodies[0]).toMatchObject({ toolConfig: { functionCallingConfig: { mode } } });
  });

  it('has all system messages as one instruction, and turns of one side as one', async () => {
    await gemini().chat([
      { role: 'user', content: 'One.' },
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Two.' },
      { role: 'assistant', content: 'Three.' },
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Four.' },
    ]);
    expect(vendor.bodies[0]).toMatchObject({
      systemInstruction: { parts: [{ text: 'Be brief.' }, { text: 'Be kind.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'One.' }, { text: 'Two.' }] },
        { role: 'model', parts: [{ text: 'Three.' }] },
        { role: 'user', parts: [{ text: 'Four.' }] },
      ],
    });
  });

  it('has images and files inline or at their address, and its own parts as they are', async () => {
    await gemini().chat([
      {
        role: 'user',
        content: [
          { type: 'image', data: Buffer.from('ABC'), mediaType: 'image/png' },
          { type: 'image', url: 'https://x.example/a.png', mediaType: 'image/png' },
          { type: 'file', data: 'QUJD', mediaType: 'application/pdf', name: 'a.pdf' },
          { type: 'file', id: 'https://x.example/v1beta/files/f1', mediaType: 'video/mp4' },
          { type: 'file', url: 'gs://bucket/a.pdf', mediaType: 'application/pdf' },
          { type: 'raw', value: { executableCode: { code: '1', language: 'PYTHON' } } },
          {
            type: 'file',
            url: 'gs://bucket/a.mp4',
            mediaType: 'video/mp4',
            vendor: { videoMetadata: { fps: 2 } },
          },
        ],
      },
    ]);
    const at = (fileUri: string, mimeType: string) => ({ fileData: { fileUri, mimeType } });
    expect(vendor.bodies[0]).toMatchObject({
      contents: [
        {
          parts: [
            { inlineData: { data: 'QUJD', mimeType: 'image/png' } },
            at('https://x.example/a.png', 'image/png'),
            { inlineData: { data: 'QUJD', mimeType: 'application/pdf' } },
            at('https://x.example/v1beta/files/f1', 'video/mp4'),
            at('gs://bucket/a.pdf', 'application/pdf'),
            { executableCode: { code: '1', language: 'PYTHON' } },
            { ...at('gs://bucket/a.mp4', 'video/mp4'), videoMetadata: { fps: 2 } },
          ],
        },
      ],
    });
  });

  it('has calls and results of tools, failures and pictures among them', async () => {
    await gemini().chat([
      ...ASK,
      {
        role: 'assistant',
        content: 'I look.',
        toolCalls: [
          { id: 'c1', name: 'look', arguments: '{"at":1}' },
          { id: 'c2', name: 'paint', arguments: '' },
        ],
      },
      { role: 'tool', toolCallId: 'c1', content: 'No such place.', isError: true },
      {
        role: 'tool',
        toolCallId: 'c2',
        content: [
          { type: 'text', text: 'Painted.' },
          { type: 'image', data: 'QUJD', mediaType: 'image/png' },
        ],
      },
    ]);
    const picture = { inlineData: { data: 'QUJD', mimeType: 'image/png' } };
    expect(vendor.bodies[0]).toMatchObject({
      contents: [
        {},
        {
          role: 'model',
          parts: [
            { text: 'I look.' },
            CALL,
            { functionCall: { id: 'c2', name: 'paint', args: {} } },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { id: 'c1', name: 'look', response: { error: 'No such place.' } } },
            {
              functionResponse: {
                id: 'c2',
                name: 'paint',
                response: { output: 'Painted.' },
                parts: [picture],
              },
            },
          ],
        },
      ],
    });
  });

  it('has fields of its own, by the SDK’s name or the API’s', async () => {
    await gemini({ maxTokens: 50 }).chat(ASK, {
      vendor: { max_output_tokens: 9, thinkingConfig: { thinkingBudget: 0 }, seed: 7 },
    });
    expect(vendor.bodies[0]).toMatchObject({
      generationConfig: { maxOutputTokens: 9, thinkingConfig: { thinkingBudget: 0 }, seed: 7 },
    });
  });

  it('has a JSON Schema where the output has one, and JSON mode where it has none', async () => {
    const body = reply([{ text: '{"n":1}' }], 'STOP');
    vendor.answers({ body }, { body });
    const schema = { type: 'object', properties: { n: { type: 'integer' } } };
    const { data } = await gemini().chat(ASK, { output: { schema, name: 'count' } });
    expect(data).toEqual({ n: 1 });
    const responseMimeType = 'application/json';
    expect(vendor.bodies[0]).toMatchObject({
      generationConfig: { responseMimeType, responseJsonSchema: schema },
    });
    await gemini().chat(ASK, { reply: 'json' });
    expect(vendor.bodies[1]).toMatchObject({ generationConfig: { responseMimeType } });
  });

  it('goes nowhere when the SDK refuses it', async () => {
    const failure = await failureOf(gemini().chat(ASK, { vendor: { audioTimestamp: true } }));
    expect(failure).toMatchObject({ kind: 'invalid-request', attempts: 1 });
    expect(failure.message).toContain('audioTimestamp parameter is only supported in');
    expect(vendor.bodies).toEqual([]);
  });

  it.each([
    ['no message but a system’s', { role: 'system', content: 'Be brief.' }],
    ['no message but an empty one', { role: 'user', content: '' }],
  ] as const)('goes nowhere where there is %s', async (_, message) => {
    for (const way of [WAYS.chat, WAYS.stream]) {
      const failure = await failureOf(way([message]));
      expect(failure).toMatchObject({ kind: 'invalid-request', attempts: 1 });
      expect(failure.message).toContain('contents are required');
    }
    expect(vendor.bodies).toEqual([]);
  });
});

describe('what Gemini replies', () => {
  it('is read with its usage, thoughts and cached tokens among it', async () => {
    const usageMetadata = {
      ...USAGE,
      thoughtsTokenCount: 5,
      cachedContentTokenCount: 4,
      toolUsePromptTokenCount: 3,
    };
    const parts = [{ text: 'Let me see.', thought: true }, { text: 'Hel' }, { text: 'lo.' }];
    const body = reply(parts, 'STOP', { usageMetadata });
    vendor.answers({ body }, { body: [body] });
    for (const way of [WAYS.chat, WAYS.stream]) {
      expect(await way()).toMatchObject({
        text: 'Hello.',
        model: 'gemini-x',
        usage: { inputTokens: 14, outputTokens: 12, cacheReadTokens: 4, reasoningTokens: 5 },
      });
    }
  });

  it.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['RECITATION', 'content-filter'],
    ['BLOCKLIST', 'content-filter'],
    ['PROHIBITED_CONTENT', 'content-filter'],
    ['SPII', 'content-filter'],
    ['IMAGE_RECITATION', 'content-filter'],
    ['MALFORMED_FUNCTION_CALL', 'other'],
    ['SOMETHING_NEW', 'other'],
  ])('%s is the end %s', async (told, expected) => {
    vendor.answers(
      { body: reply([{ text: 'So' }], told) },
      { body: [reply([{ text: 'So' }]), reply([], told)] },
    );
    expect(await WAYS.chat()).toMatchObject({ text: 'So', finishReason: expected });
    expect(await WAYS.stream()).toMatchObject({ text: 'So', finishReason: expected });
  });

  it('is empty where the prompt was blocked, and where the reply was', async () => {
    const blocked = { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: USAGE };
    const candidates = [{ finishReason: 'SAFETY', index: 0 }];
    vendor.answers(
      { body: blocked },
      { body: [blocked] },
      { body: { candidates } },
      { body: [{ candidates }] },
    );
    for (const way of [WAYS.chat, WAYS.stream, WAYS.chat, WAYS.stream]) {
      expect(await way()).toMatchObject({ text: '', finishReason: 'content-filter' });
    }
  });

  it('gives the signature of a call back to Gemini with the call', async () => {
    const [first, second] = [
      { ...CALL, thoughtSignature: 'c2lnbmVk' },
      { functionCall: { id: 'c2', name: 'look', args: { at: 2 } } },
    ];
    const answers = [
      { body: reply([first, second], 'STOP') },
      { body: HELLO },
      { body: [reply([first]), reply([second], 'STOP')] },
      { body: HELLO },
    ];
    vendor.answers(...answers);
    for (const way of [WAYS.chat, WAYS.stream]) {
      const asked = await way(ASK, { tools: [{ name: 'look' }] });
      expect(asked.finishReason).toBe('tool-calls');
      const results = asked.toolCalls.map(({ id }) => ({
        role: 'tool' as const,
        toolCallId: id,
        content: `result of ${id}`,
      }));
      await WAYS.chat([...ASK, asked.message, ...results]);
      expect(vendor.bodies.at(-1)).toMatchObject({
        contents: [
          {},
          { role: 'model', parts: [first, second] },
          {
            role: 'user',
            parts: [
              { functionResponse: { id: 'c1', response: { output: 'result of c1' } } },
              { functionResponse: { id: 'c2', response: { output: 'result of c2' } } },
            ],
          },
        ],
      });
    }
  });

  it('gives the signature of a text back to Gemini with the text', async () => {
    const signature = { thoughtSignature: 'c2lnbmVk' };
    vendor.answers(
      { body: reply([{ text: 'Hel' }, { text: 'lo.', ...signature }], 'STOP') },
      {
        body: [
          reply([{ text: 'Hel' }]),
          reply([{ text: 'lo.' }]),
          reply([{ text: '', ...signature }], 'STOP'),
        ],
      },
      { body: HELLO },
    );
    const whole = await WAYS.chat();
    const pieces = await WAYS.stream();
    expect(whole.text).toBe('Hello.');
    expect(pieces.message).toEqual(whole.message);
    await WAYS.chat([...ASK, whole.message, ...ASK]);
    expect(vendor.bodies[2]).toMatchObject({
      contents: [{}, { role: 'model', parts: [{ text: 'Hello.', ...signature }] }, {}],
    });
  });

  it('gives a signature without a text back before the calls', async () => {
    const signed = { text: '', thoughtSignature: 'c2lnbmVk' };
    vendor.answers({ body: reply([signed, CALL], 'STOP') }, { body: HELLO });
    const { message } = await WAYS.chat();
    await WAYS.chat([...ASK, message, { role: 'tool', toolCallId: 'c1', content: 'seen' }]);
    expect(vendor.bodies[1]).toMatchObject({
      contents: [{}, { role: 'model', parts: [signed, CALL] }, {}],
    });
  });

  it('gives code, pictures and signed thoughts back to Gemini, and no other thoughts', async () => {
    const own = [
      { text: 'Hm.', thought: true, thoughtSignature: 'c2lnbmVk' },
      { executableCode: { code: 'print(1)', language: 'PYTHON' } },
      { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } },
      { inlineData: { data: 'QUJD', mimeType: 'image/png' }, thoughtSignature: 'cGljdHVyZQ==' },
    ];
    const thought = { text: 'So be it.', thought: true };
    vendor.answers(
      { body: reply([...own, thought, { text: 'One.' }], 'STOP') },
      { body: [...own.map((part) => reply([part])), reply([thought, { text: 'One.' }], 'STOP')] },
      { body: HELLO },
    );
    const whole = await WAYS.chat();
    const pieces = await WAYS.stream();
    expect(whole.text).toBe('One.');
    expect(pieces.message).toEqual(whole.message);
    await WAYS.chat([...ASK, pieces.message, ...ASK]);
    expect(vendor.bodies[2]!['contents']).toMatchObject([
      {},
      { role: 'model', parts: [...own, { text: 'One.' }] },
      {},
    ]);
  });

  it('has calls without ids told apart, and sends none that Gemini did not make', async () => {
    const call = (name: string) => ({ functionCall: { name, args: {} } });
    vendor.answers(
      { body: reply([call('look'), call('find')], 'STOP') },
      { body: [reply([call('look')]), reply([call('find')], 'STOP')] },
      { body: HELLO },
    );
    const whole = await WAYS.chat();
    const pieces = await WAYS.stream();
    const madeId: unknown = expect.stringMatching(/^call-/);
    const toolCalls = pieces.toolCalls.map((made) => ({ ...made, id: madeId }));
    expect(whole.message).toEqual({ ...pieces.message, toolCalls });
    const [one, other] = whole.toolCalls;
    expect(one!.id).not.toBe(other!.id);
    await WAYS.chat([
      ...ASK,
      whole.message,
      { role: 'tool', toolCallId: one!.id, content: 'seen' },
      { role: 'tool', toolCallId: other!.id, content: 'found' },
    ]);
    expect(vendor.bodies[2]!['contents']).toEqual([
      { role: 'user', parts: [{ text: 'Hi' }] },
      { role: 'model', parts: [call('look'), call('find')] },
      {
        role: 'user',
        parts: [
          { functionResponse: { name: 'look', response: { output: 'seen' } } },
          { functionResponse: { name: 'find', response: { output: 'found' } } },
        ],
      },
    ]);
  });

  it('is none where a 200 has other fields', async () => {
    vendor.answers({ body: { hello: 1 } }, { body: [{ hello: 1 }] });
    expect(await failureOf(WAYS.chat())).toMatchObject({ kind: 'bad-response' });
    expect(await failureOf(WAYS.stream())).toMatchObject({ kind: 'incomplete-stream' });
  });

  it('is incomplete where its stream ends without a last word', async () => {
    vendor.answers({ body: [reply([{ text: 'So' }])] });
    const incomplete = { kind: 'incomplete-stream', partialText: 'So' };
    expect(await failureOf(WAYS.stream())).toMatchObject(incomplete);
  });

  it.each([
    ['ends within a piece', 'data: {"candidates":[{"con', 'incomplete-stream'],
    ['has a piece that is none', 'data: {"candidates":oops}\n\n', 'bad-response'],
  ])('is an error where its stream %s', async (_, rest, kind) => {
    const first = `data: ${JSON.stringify(reply([{ text: 'So' }]))}\n\n`;
    const headers = { 'content-type': 'text/event-stream' };
    const own: typeof fetch = () => Promise.resolve(new Response(first + rest, { headers }));
    const client = new GoogleGenAI({ apiKey: KEY, vertexai: false, httpOptions: { fetch: own } });
    const given = new KaizenGemini({ client, model: 'm' }, kaizen);
    const failure = await failureOf(streamed(given, ASK));
    expect(failure).toMatchObject({ kind, partialText: 'So', attempts: 1 });
    expect(failure.message).not.toContain('candidates');
  });
});

describe('how Gemini refuses', () => {
  const refusal = (code: number, status: string, message: string, details: object[] = []) => ({
    status: code,
    body: { error: { code, status, message, details } },
  });

  it.each([
    [400, 'INVALID_ARGUMENT', 'invalid-request'],
    [401, 'UNAUTHENTICATED', 'authentication'],
    [403, 'PERMISSION_DENIED', 'permission'],
    [404, 'NOT_FOUND', 'not-found'],
    [429, 'RESOURCE_EXHAUSTED', 'rate-limit'],
    [500, 'INTERNAL', 'server'],
    [503, 'UNAVAILABLE', 'overloaded'],
  ] as const)('%i %s is told with what it says', async (status, code, kind) => {
    const answer = refusal(status, code, 'It cannot be.');
    vendor.answers(answer, answer);
    for (const way of [WAYS.chat, WAYS.stream]) {
      const failure = await failureOf(way());
      expect(failure).toMatchObject({ kind, status, vendorCode: code, attempts: 1 });
      expect(failure.message).toContain('It says: "It cannot be."');
    }
    expect(vendor.bodies).toHaveLength(2);
  });

  it('takes a key that is none for what it is, whatever the status', async () => {
    const details = [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' },
    ];
    const answer = refusal(400, 'INVALID_ARGUMENT', 'API key not valid.', details);
    vendor.answers(answer, answer);
    for (const way of [WAYS.chat, WAYS.stream]) {
      expect(await failureOf(way())).toMatchObject({
        kind: 'authentication',
        status: 400,
        vendorCode: 'INVALID_ARGUMENT',
        attempts: 1,
      });
    }
  });

  it('tells how long to wait in the body', async () => {
    const details = [
      { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{}] },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' },
    ];
    const answer = refusal(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded.', details);
    vendor.answers(answer, answer);
    for (const way of [WAYS.chat, WAYS.stream]) {
      expect(await failureOf(way())).toMatchObject({ kind: 'rate-limit', retryAfterMs: 34_400 });
    }
  });

  it('is waited for as long as the body says', async () => {
    const details = [{ retryDelay: '0.001s' }];
    vendor.answers(refusal(429, 'RESOURCE_EXHAUSTED', 'Wait.', details), { body: HELLO });
    expect(await gemini().chat(ASK)).toMatchObject({ text: 'Hello.', attempts: 2 });
  });

  it('is read where a gateway sends it as a text', async () => {
    const { status, body } = refusal(503, 'UNAVAILABLE', 'Overloaded.');
    const headers = { 'content-type': 'text/plain' };
    vendor.answers({ status, body, headers }, { status: 502, body: { oh: 'no' }, headers });
    const told = { kind: 'overloaded', status: 503, vendorCode: 'UNAVAILABLE' };
    expect(await failureOf(WAYS.chat())).toMatchObject(told);
    expect(await failureOf(WAYS.stream())).toMatchObject({ kind: 'server', status: 502 });
  });

  it('is told where a stream turns into an error, with what came before', async () => {
    const { body } = refusal(503, 'UNAVAILABLE', 'Overloaded.');
    vendor.answers({ body: [reply([{ text: 'So' }]), body] });
    const failure = await failureOf(WAYS.stream());
    expect(failure).toMatchObject({
      kind: 'overloaded',
      status: 503,
      vendorCode: 'UNAVAILABLE',
      partialText: 'So',
    });
  });
});

describe('Gemini on Vertex AI', () => {
  const vertex = (options: GeminiOptions = {}) =>
    new KaizenGemini(
      { vertexai: true, baseUrl: url, model: 'm', maxRetries: 0, ...options },
      kaizen,
    );
  beforeEach(() => vendor.answers({ body: HELLO }));

  it('is asked by a key alone, whatever place the environment has', async () => {
    const said = jest.spyOn(console, 'debug').mockReturnValue();
    const place = { GOOGLE_CLOUD_PROJECT: 'other', GOOGLE_CLOUD_LOCATION: 'us-east1' };
    await inEnvironment(place, async () => {
      expect(await vertex({ apiKey: KEY }).chat(ASK)).toMatchObject({ text: 'Hello.' });
    });
    expect(said.mock.calls).toEqual([[expect.stringContaining('will take precedence')]]);
    said.mockRestore();
    expect(vendor.paths).toEqual(['/v1beta1/publishers/google/models/m:generateContent']);
    expect(vendor.headers[0]).toMatchObject({ 'x-goog-api-key': KEY });
  });

  it('is asked at its place, with the credentials that the machine has', async () => {
    const { GOOGLE_APPLICATION_CREDENTIALS, close } = await machineCredentials('token-1');
    const variables = { GOOGLE_APPLICATION_CREDENTIALS, GOOGLE_CLOUD_PROJECT: 'other' };
    await inEnvironment(variables, async () => {
      const asked = vertex({ project: 'p', location: 'europe-west4', apiKey: KEY });
      expect(await asked.chat(ASK)).toMatchObject({ text: 'Hello.' });
      vendor.answers({ body: [HELLO] });
      expect(await streamed(asked, ASK)).toMatchObject({ text: 'Hello.' });
    });
    await close();
    const place = 'projects/p/locations/europe-west4/publishers/google/models/m';
    expect(vendor.paths).toEqual([`/v1beta1/${place}:streamGenerateContent?alt=sse`]);
    expect(vendor.headers[0]).toMatchObject({ authorization: 'Bearer token-1' });
    expect(vendor.headers[0]).not.toHaveProperty('x-goog-api-key');
  });

  it('says what is missing', async () => {
    await inEnvironment({}, async () => {
      await expect(vertex().chat(ASK)).rejects.toThrow(KaizenOptionsError);
      await expect(vertex().chat(ASK)).rejects.toThrow(/GOOGLE_CLOUD_PROJECT/);
      await expect(vertex({ project: 'p' }).chat(ASK)).rejects.toThrow(/GOOGLE_CLOUD_LOCATION/);
    });
    expect(vendor.paths).toEqual([]);
  });

  it('is meant where a place is named', async () => {
    const asked = gemini({ location: 'europe-west4' }).chat(ASK);
    await expect(asked).rejects.toThrow(/"location" is for Vertex AI alone/);
    expect(vendor.paths).toEqual([]);
  });
});

describe('the key of Gemini', () => {
  beforeEach(() => vendor.answers({ body: HELLO }));
  const keyless = () => new KaizenGemini({ baseUrl: url, model: 'm' }, kaizen);

  it.each(['GEMINI_API_KEY', 'GOOGLE_API_KEY'])('is taken from %s', async (name) => {
    await inEnvironment({ [name]: KEY }, () => keyless().chat(ASK));
    expect(vendor.headers[0]).toMatchObject({ 'x-goog-api-key': KEY });
  });

  it('is the one that the SDK takes where there are two', async () => {
    const warned = jest.spyOn(console, 'warn').mockReturnValue();
    const variables = { GEMINI_API_KEY: 'another', GOOGLE_API_KEY: KEY };
    await inEnvironment(variables, () => keyless().chat(ASK));
    expect(warned.mock.calls).toEqual([[expect.stringContaining('Using GOOGLE_API_KEY')]]);
    warned.mockRestore();
    expect(vendor.headers[0]).toMatchObject({ 'x-goog-api-key': KEY });
  });

  it('is missed', async () => {
    const asked = inEnvironment({}, () => keyless().chat(ASK));
    await expect(asked).rejects.toThrow(/GEMINI_API_KEY/);
  });

  it('does not ask Vertex AI because the environment says so', async () => {
    const variables = { GOOGLE_GENAI_USE_VERTEXAI: 'true', GEMINI_API_KEY: KEY };
    await inEnvironment(variables, () => keyless().chat(ASK));
    expect(vendor.paths).toEqual(['/v1beta/models/m:generateContent']);
  });
});

describe('a ready client of Gemini', () => {
  it('is asked once, whatever its own retries are, and by its own fetch', async () => {
    let sent = 0;
    const own: typeof fetch = (input, init) => {
      sent++;
      return fetch(input, init);
    };
    const retryOptions = { attempts: 3, initialDelay: 0.001 };
    const httpOptions = { baseUrl: url, apiVersion: 'v1beta', retryOptions, fetch: own };
    const client = new GoogleGenAI({ apiKey: KEY, vertexai: false, httpOptions });
    const given = new KaizenGemini({ client, model: 'm', maxRetries: 0 }, kaizen);
    vendor.answers(
      { status: 503, body: {}, headers: { 'retry-after': '7', 'x-request-id': 'r-1' } },
      { body: HELLO },
      { body: [HELLO] },
    );
    expect(await failureOf(given.chat(ASK))).toMatchObject({
      kind: 'overloaded',
      attempts: 1,
      requestId: 'r-1',
      retryAfterMs: 7000,
    });
    expect(vendor.bodies).toHaveLength(1);
    expect(await given.chat(ASK)).toMatchObject({ text: 'Hello.' });
    expect(await streamed(given, ASK)).toMatchObject({ text: 'Hello.' });
    expect(sent).toBe(3);
  });

  it('has no clock beside the call’s', async () => {
    const httpOptions = { baseUrl: url, apiVersion: 'v1beta', timeout: 1 };
    const client = new GoogleGenAI({ apiKey: KEY, vertexai: false, httpOptions });
    vendor.answers({ body: HELLO });
    const given = new KaizenGemini({ client, model: 'm', maxRetries: 0 }, kaizen);
    expect(await given.chat(ASK)).toMatchObject({ text: 'Hello.' });
    expect(vendor.headers[0]).not.toHaveProperty('x-server-timeout');
  });

  it('has to be one', () => {
    expect(() => new KaizenGemini({ client: {} as never }, kaizen)).toThrow(KaizenOptionsError);
  });
});
