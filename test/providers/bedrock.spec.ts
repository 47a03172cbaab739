import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { createKaizen, KaizenOptionsError, KaizenPayloadError } from 'nestjs-kaizen';
import {
  type BedrockOptions,
  type ChatMessage,
  type ChatOptions,
  type ChatResult,
  type ContentPart,
  KaizenBedrock,
  type KaizenProvider,
  KaizenProviderError,
} from 'nestjs-kaizen/providers';
import {
  BedrockEndpoint,
  event,
  exception,
  stop,
  texts,
  unknownError,
} from './support/bedrock-endpoint.js';
import { signatureOf } from './support/signature-of.js';
import { KEY } from './support/vendors.js';

const endpoint = new BedrockEndpoint();
const kaizen = createKaizen({ transport: 'embedded' });
const environment = { ...process.env };
let url = '';
beforeAll(async () => void (url = await endpoint.start()));
afterEach(() => {
  process.env = { ...environment };
});
afterAll(async () => {
  await endpoint.stop();
  await kaizen.close();
});

const ASK: ChatMessage[] = [{ role: 'user', content: 'Hi' }];
const REPLY = replyOf([{ text: 'Yes.' }]);
const WAYS = ['chat', 'stream'] as const;

function replyOf(content: object[], stopReason = 'end_turn', usage?: object) {
  return {
    output: { message: { role: 'assistant', content } },
    stopReason,
    usage: usage ?? { inputTokens: 3, outputTokens: 2, totalTokens: 5 },
    metrics: { latencyMs: 1 },
  };
}

function bedrock(options: BedrockOptions = {}): KaizenBedrock {
  const shared = { baseUrl: url, model: 'm', region: 'eu-central-1', retryBackoffFactor: 0 };
  return new KaizenBedrock({ ...shared, apiKey: KEY, maxRetries: 0, ...options }, kaizen);
}

/** A provider without a key among its options. */
function keyless(options: BedrockOptions = {}): KaizenBedrock {
  const shared = { baseUrl: url, model: 'm', region: 'eu-central-1', maxRetries: 0 };
  return new KaizenBedrock({ ...shared, ...options }, kaizen);
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

const sent = () => endpoint.requests[0]!.body;

describe('what Bedrock is sent', () => {
  it('has the system prompt apart, roles that take turns, and the results of calls', async () => {
    endpoint.answers({ body: REPLY });
    const calls = ['functions.look:0', 'b'].map((id) => ({
      id,
      name: 'look',
      arguments: '{"at":1}',
    }));
    const point = { cachePoint: { type: 'default' } };
    await bedrock().chat(
      [
        { role: 'system', content: 'Be brief.' },
        { role: 'system', content: [{ type: 'text', text: 'Be kind.', vendor: point }] },
        { role: 'user', content: 'Look.' },
        { role: 'assistant', content: ' \n', toolCalls: calls },
        { role: 'tool', toolCallId: 'functions.look:0', content: 'one' },
        { role: 'tool', toolCallId: 'b', content: 'two', isError: true },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'And?' },
            { type: 'raw', value: point },
          ],
        },
      ],
      {
        maxTokens: 9,
        temperature: 0.5,
        topP: 0.9,
        stop: ['.'],
        tools: [{ name: 'look', description: 'Looks.', vendor: { strict: true } }],
        toolChoice: 'required',
        vendor: { additionalModelRequestFields: { top_k: 7 } },
      },
    );
    const use = (toolUseId: string) => ({ toolUse: { toolUseId, name: 'look', input: { at: 1 } } });
    expect(endpoint.requests[0]!.path).toBe('/model/m/converse');
    expect(sent()).toEqual({
      system: [{ text: 'Be brief.' }, { text: 'Be kind.' }, point],
      messages: [
        { role: 'user', content: [{ text: 'Look.' }] },
        { role: 'assistant', content: [use('functions_look_0'), use('b')] },
        {
          role: 'user',
          content: [
            { toolResult: { toolUseId: 'functions_look_0', content: [{ text: 'one' }] } },
            { toolResult: { toolUseId: 'b', content: [{ text: 'two' }], status: 'error' } },
            { text: 'And?' },
            point,
          ],
        },
      ],
      inferenceConfig: { maxTokens: 9, temperature: 0.5, topP: 0.9, stopSequences: ['.'] },
      toolConfig: {
        tools: [
          {
            toolSpec: {
              name: 'look',
              description: 'Looks.',
              inputSchema: { json: { type: 'object', properties: {} } },
              strict: true,
            },
          },
        ],
        toolChoice: { any: {} },
      },
      additionalModelRequestFields: { top_k: 7 },
    });
  });

  it('names the tools that were called, where none are given: Bedrock wants them', async () => {
    endpoint.answers({ body: REPLY });
    const call = { id: 'a', name: 'look', arguments: '{}' };
    await bedrock().chat([
      ...ASK,
      { role: 'assistant', toolCalls: [call] },
      { role: 'tool', toolCallId: 'a', content: 'one' },
    ]);
    const inputSchema = { json: { type: 'object', properties: {} } };
    expect(sent()['toolConfig']).toEqual({ tools: [{ toolSpec: { name: 'look', inputSchema } }] });
  });

  it('has no tools where none may be called, and the one that has to be', async () => {
    const tools = [{ name: 'look' }];
    endpoint.answers({ body: REPLY }, { body: REPLY }, { body: REPLY });
    await bedrock().chat(ASK, { tools, toolChoice: 'none' });
    await bedrock().chat(ASK, { tools, toolChoice: { name: 'look' } });
    await bedrock().chat(ASK, { tools, toolChoice: 'auto' });
    const choices = endpoint.requests.map(
      ({ body }) => (body['toolConfig'] as { toolChoice?: object } | undefined)?.toolChoice,
    );
    expect(choices).toEqual([undefined, { tool: { name: 'look' } }, { auto: {} }]);
    expect(sent()).not.toHaveProperty('toolConfig');
  });

  it('has the schema of the reply', async () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    endpoint.answers({ body: replyOf([{ text: '{"city":"Paris"}' }]) });
    const { data } = await bedrock().chat(ASK, { output: { schema } });
    expect(data).toEqual({ city: 'Paris' });
    const { textFormat } = sent()['outputConfig'] as {
      textFormat: { type: string; structure: { jsonSchema: { schema: string } } };
    };
    expect(textFormat.type).toBe('json_schema');
    expect(JSON.parse(textFormat.structure.jsonSchema.schema)).toMatchObject(schema);
  });

  it('has images and files as bytes or from S3, and each document under a name of its own', async () => {
    endpoint.answers({ body: REPLY });
    const bytes = Buffer.from('bytes');
    const base64 = bytes.toString('base64');
    const content: ContentPart[] = [
      { type: 'image', data: bytes, mediaType: 'image/jpg' },
      { type: 'image', url: 's3://pictures/a.webp' },
      { type: 'file', data: base64, mediaType: 'application/pdf', name: "John's report_v1.pdf" },
      { type: 'file', data: bytes, mediaType: 'text/plain; charset=utf-8', name: 'a.txt' },
      { type: 'file', data: bytes, mediaType: 'text/markdown', name: 'A.md' },
      { type: 'file', data: bytes, name: 'table.csv', vendor: { citations: { enabled: true } } },
      { type: 'file', data: bytes, mediaType: 'text/html' },
      { type: 'file', url: 's3://films/a.mp4', mediaType: 'video/mp4' },
      { type: 'file', data: bytes, mediaType: 'audio/mpeg' },
    ];
    await bedrock().chat([{ role: 'user', content }]);
    const source = { bytes: base64 };
    expect((sent()['messages'] as { content: unknown }[])[0]!.content).toEqual([
      { image: { format: 'jpeg', source } },
      { image: { format: 'webp', source: { s3Location: { uri: 's3://pictures/a.webp' } } } },
      { document: { name: 'John s report v1', format: 'pdf', source } },
      { document: { name: 'a', format: 'txt', source } },
      { document: { name: 'A 2', format: 'md', source } },
      { document: { name: 'table', format: 'csv', source, citations: { enabled: true } } },
      { document: { name: 'document', format: 'html', source } },
      { video: { format: 'mp4', source: { s3Location: { uri: 's3://films/a.mp4' } } } },
      { audio: { format: 'mpeg', source } },
    ]);
  });

  it.each(WAYS)('%s: has no image at another address: that is told before', async (way) => {
    endpoint.answers();
    const content: ContentPart[] = [{ type: 'image', url: 'https://x.example/a.png' }];
    const call = asked(way, bedrock(), [{ role: 'user', content }]);
    await expect(call).rejects.toThrow(KaizenPayloadError);
    expect(endpoint.requests).toEqual([]);
  });
});

describe('how Bedrock is told who asks', () => {
  const authorization = () => endpoint.requests[0]!.headers.authorization;

  it('by a key of its own', async () => {
    endpoint.answers({ body: REPLY });
    await bedrock().chat(ASK);
    expect(authorization()).toBe(`Bearer ${KEY}`);
  });

  it('by a key of AWS, which goes before a token of the environment', async () => {
    process.env['AWS_BEARER_TOKEN_BEDROCK'] = 'of-the-environment';
    const key = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalr',
      sessionToken: 'for-a-time',
    };
    const headers = { 'X-Tenant': 'a' };
    for (const options of [key, { credentials: () => Promise.resolve(key) }]) {
      endpoint.answers({ body: REPLY });
      await keyless({ ...options, headers }).chat(ASK);
      expect(authorization()).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/bedrock\/aws4_request/,
      );
      expect(authorization()).toMatch(/SignedHeaders=[^,]*x-tenant/);
      expect(endpoint.requests[0]!.headers).toMatchObject({
        'x-tenant': 'a',
        'x-amz-security-token': 'for-a-time',
      });
    }
  });

  it('by a signature that holds for what is sent', async () => {
    const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalr' };
    const model = 'arn:aws:bedrock:eu-central-1:1:inference-profile/eu.a.model-v1:0';
    endpoint.answers({ body: REPLY }, { frames: [...texts('Yes.'), ...stop()] });
    const provider = keyless({ ...key, model, headers: { 'X-Tenant': 'ä', 'x-b': 'two  words' } });
    for (const way of WAYS) await asked(way, provider, [{ role: 'user', content: 'Grüße' }]);
    expect(endpoint.requests[0]!.path).toBe(`/model/${encodeURIComponent(model)}/converse`);
    for (const request of endpoint.requests) {
      expect(request.headers.authorization).toContain(
        `Signature=${signatureOf(request, key.secretAccessKey)}`,
      );
    }
  });

  it('by a token of the environment, where no option has a key', async () => {
    process.env['AWS_BEARER_TOKEN_BEDROCK'] = 'of-the-environment';
    endpoint.answers({ body: REPLY });
    await keyless().chat(ASK);
    expect(authorization()).toBe('Bearer of-the-environment');
  });

  it('or not at all: half of a key, no region, and no key are told', async () => {
    const nowhere = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
    process.env = { ...nowhere, AWS_EC2_METADATA_DISABLED: 'true' };
    endpoint.answers();
    const half = keyless({ accessKeyId: 'AKIDEXAMPLE' }).chat(ASK);
    await expect(half).rejects.toMatchObject({ option: 'secretAccessKey' });
    const shared = { baseUrl: url, model: 'm', apiKey: KEY };
    const regionless = new KaizenBedrock(shared, kaizen).chat(ASK);
    await expect(regionless).rejects.toThrow(KaizenOptionsError);
    await expect(regionless).rejects.toMatchObject({ option: 'region' });
    const nobody = await failure(keyless().chat(ASK));
    expect(nobody).toMatchObject({
      kind: 'authentication',
      vendorCode: 'CredentialsProviderError',
    });
    expect(endpoint.requests).toEqual([]);
  });
});

describe('a ready client', () => {
  it('is asked once for each attempt, whatever its own retries are, and is left open', async () => {
    const handler = new NodeHttpHandler();
    const client = new BedrockRuntimeClient({
      endpoint: url,
      region: 'eu-central-1',
      token: { token: KEY },
      authSchemePreference: ['httpBearerAuth'],
      maxAttempts: 5,
      requestHandler: handler,
    });
    const provider = new KaizenBedrock(
      { client, model: 'm', maxRetries: 1, retryBackoffFactor: 0, headers: { 'x-own': 'a' } },
      kaizen,
    );
    const busy = { status: 503, body: { message: 'busy' } };
    for (const way of WAYS) {
      endpoint.answers(busy, busy, { body: REPLY });
      const error = await failure(asked(way, provider));
      expect(error).toMatchObject({ kind: 'overloaded', attempts: 2, requestId: 'aws-1' });
      expect(endpoint.requests).toHaveLength(2);
      expect(endpoint.requests[0]!.headers['x-own']).toBe('a');
    }
    await provider.close();
    endpoint.answers({ frames: [...texts('Hel', 'lo'), ...stop()] });
    const again = new KaizenBedrock({ client, model: 'm' }, kaizen);
    expect((await asked('stream', again)).text).toBe('Hello');
    client.destroy();
  });
});

describe('what is read of a reply', () => {
  const thought = { reasoningText: { text: 'Hmm.', signature: 'sig' } };
  const hidden = Buffer.from('hidden').toString('base64');
  const ANSWER = {
    body: replyOf(
      [
        { reasoningContent: thought },
        { reasoningContent: { redactedContent: hidden } },
        { text: 'I ' },
        { citationsContent: { content: [{ text: 'look' }], citations: [] } },
        { toolUse: { toolUseId: 's', name: 'web', input: {}, type: 'server_tool_use' } },
        { toolUse: { toolUseId: 'a', name: 'look', input: { at: 1 } } },
      ],
      'tool_use',
      { inputTokens: 3, outputTokens: 2, cacheReadInputTokens: 10, cacheWriteInputTokens: 20 },
    ),
  };
  const delta = (contentBlockIndex: number, given: object) =>
    event('contentBlockDelta', { contentBlockIndex, delta: given });
  const start = (contentBlockIndex: number, toolUse: object) =>
    event('contentBlockStart', { contentBlockIndex, start: { toolUse } });
  const end = (contentBlockIndex: number) => event('contentBlockStop', { contentBlockIndex });
  const STREAM = {
    frames: [
      event('messageStart', { role: 'assistant' }),
      delta(0, { reasoningContent: { text: 'Hm' } }),
      delta(0, { reasoningContent: { text: 'm.' } }),
      delta(0, { reasoningContent: { signature: 'sig' } }),
      end(0),
      delta(1, { reasoningContent: { redactedContent: hidden } }),
      end(1),
      delta(2, { text: 'I ' }),
      delta(2, { text: 'look' }),
      end(2),
      start(3, { toolUseId: 's', name: 'web', type: 'server_tool_use' }),
      delta(3, { toolUse: { input: '{}' } }),
      end(3),
      start(4, { toolUseId: 'a', name: 'look' }),
      delta(4, { toolUse: { input: '{"at"' } }),
      delta(4, { toolUse: { input: ':1}' } }),
      end(4),
      ...stop('tool_use', {
        inputTokens: 3,
        outputTokens: 2,
        cacheReadInputTokens: 10,
        cacheWriteInputTokens: 20,
      }),
    ],
  };

  it.each(WAYS)('%s: thoughts come back as they were, and calls are told', async (way) => {
    endpoint.answers(way === 'chat' ? ANSWER : STREAM, { body: REPLY });
    const tools = [{ name: 'look' }];
    const result = await asked(way, bedrock(), ASK, { tools });
    expect(result).toMatchObject({
      text: 'I look',
      finishReason: 'tool-calls',
      toolCalls: [{ id: 'a', name: 'look', arguments: '{"at":1}' }],
      usage: { inputTokens: 33, outputTokens: 2, cacheReadTokens: 10, cacheWriteTokens: 20 },
      model: 'm',
      requestId: 'aws-1',
    });
    expect(result.toolCalls).toHaveLength(1);
    const done: ChatMessage = { role: 'tool', toolCallId: 'a', content: 'one' };
    await bedrock().chat([...ASK, result.message, done], { tools });
    const messages = endpoint.requests[1]!.body['messages'] as { content: unknown }[];
    expect(messages[1]!.content).toEqual([
      { reasoningContent: thought },
      { reasoningContent: { redactedContent: hidden } },
      { text: 'I look' },
      { toolUse: { toolUseId: 'a', name: 'look', input: { at: 1 } } },
    ]);
  });

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool-calls'],
    ['guardrail_intervened', 'content-filter'],
    ['content_filtered', 'content-filter'],
    ['malformed_model_output', 'other'],
    ['malformed_tool_use', 'other'],
  ] as const)('%s is %s', async (reason, expected) => {
    endpoint.answers({ body: replyOf([], reason) }, { frames: [...texts(), ...stop(reason)] });
    for (const way of WAYS) expect((await asked(way, bedrock())).finishReason).toBe(expected);
  });
});

describe('what is told of a failure', () => {
  it.each([
    [429, 'ThrottlingException', 'rate-limit'],
    [429, 'ModelNotReadyException', 'rate-limit'],
    [400, 'ValidationException', 'invalid-request'],
    [403, 'AccessDeniedException', 'permission'],
    [403, 'ExpiredTokenException', 'authentication'],
    [424, 'ModelErrorException', 'server'],
    [403, 'IncompleteSignature', 'permission'],
    [404, 'ResourceNotFoundException', 'not-found'],
    [408, 'ModelTimeoutException', 'server'],
    [500, 'InternalServerException', 'server'],
    [503, 'ServiceUnavailableException', 'overloaded'],
  ] as const)('%i %s is %s', async (status, code, kind) => {
    const headers = { 'x-amzn-errortype': `${code}:http://internal.amazon.com/coral/` };
    for (const way of WAYS) {
      endpoint.answers({ status, headers, body: { message: 'Because.' } });
      const error = await failure(asked(way, bedrock()));
      expect(error).toMatchObject({ kind, status, vendorCode: code, requestId: 'aws-1' });
      expect(error.message).toContain('Because.');
      expect(endpoint.requests).toHaveLength(1);
    }
  });

  it('has no code where the response names none', async () => {
    endpoint.answers({ status: 400, body: {} });
    const error = await failure(bedrock().chat(ASK));
    expect([error.kind, error.vendorCode]).toEqual(['invalid-request', undefined]);
    expect(error.message).not.toContain('Unknown');
  });

  it.each([
    ['throttlingException', 'ThrottlingException', 'rate-limit'],
    ['serviceUnavailableException', 'ServiceUnavailableException', 'overloaded'],
    ['internalServerException', 'InternalServerException', 'server'],
    ['modelStreamErrorException', 'ModelStreamErrorException', 'server'],
    ['validationException', 'ValidationException', 'invalid-request'],
    ['modelTimeoutException', 'ModelTimeoutException', 'server'],
  ] as const)('%s in the middle of a stream keeps the text', async (type, code, kind) => {
    const frames = [...texts('Half'), exception(type, 'Because.')];
    endpoint.answers({ frames, then: 'nothing' });
    const error = await failure(asked('stream', bedrock({ maxRetries: 2 })));
    expect(error).toMatchObject({ kind, vendorCode: code, attempts: 1, partialText: 'Half' });
    expect(error.message).toContain('Because.');
    await gone();
  });

  it('an exception before the first text leads to another request', async () => {
    endpoint.answers(
      { frames: [...texts(), exception('throttlingException', 'Slower.')] },
      { frames: [...texts('Hello'), ...stop()] },
    );
    const result = await asked('stream', bedrock({ maxRetries: 1 }));
    expect(result).toMatchObject({ text: 'Hello', attempts: 2 });
  });

  it('an error that is not of its model is told as it is', async () => {
    for (const [code, kind] of [
      ['InternalFailure', 'server'],
      ['Whatever', 'unknown'],
    ] as const) {
      endpoint.answers({ frames: [...texts('Half'), unknownError(code, 'Because.')] });
      const error = await failure(asked('stream', bedrock()));
      expect(error).toMatchObject({ kind, partialText: 'Half' });
    }
  });

  it('a stream that is cut, ends too early, or is damaged keeps the text', async () => {
    const [begin, ...rest] = texts('Half', 'lost');
    const [half, lost] = rest as [Uint8Array, Uint8Array];
    const damaged = Uint8Array.from(lost, (byte, at) => (at === lost.length - 9 ? byte ^ 1 : byte));
    const whole = [begin!, half];
    const cases = [
      [{ frames: whole, then: 'break' }, 'connection'],
      [{ frames: whole }, 'incomplete-stream'],
      [{ frames: [...whole, lost.subarray(0, 20)] }, 'incomplete-stream'],
      [{ frames: [...whole, damaged] }, 'bad-response'],
    ] as const;
    for (const [answer, kind] of cases) {
      endpoint.answers(answer);
      const error = await failure(asked('stream', bedrock({ maxRetries: 2 })));
      expect(error).toMatchObject({ kind, partialText: 'Half', attempts: 1 });
      expect(endpoint.requests).toHaveLength(1);
    }
  });

  it('a page in the place of a stream is no reply, and is not read as one', async () => {
    endpoint.answers({ headers: { 'content-type': 'text/html' }, body: { page: 'Hello' } });
    expect(await failure(asked('stream', bedrock()))).toMatchObject({ kind: 'bad-response' });
  });

  it.each(WAYS)('%s: neither a key nor the prompt is in it', async (way) => {
    const key = { accessKeyId: 'AKIDCANARY77', secretAccessKey: 'canary-secret-key-77' };
    const message = `No ${key.accessKeyId} ${key.secretAccessKey} Hi, this is the prompt.`;
    endpoint.answers({ status: 400, body: { message } });
    const prompt: ChatMessage[] = [{ role: 'user', content: 'Hi, this is the prompt.' }];
    const error = await failure(asked(way, keyless(key), prompt));
    const shown = `${error.stack}${JSON.stringify(error)}${String((error.cause as Error).message)}`;
    expect(shown).not.toMatch(/AKIDCANARY77|canary-secret-key-77|this is the prompt/);
  });
});

describe('a stream that is not read to its end', () => {
  it('is let go: by leaving the loop, and by the end of the call', async () => {
    const open = { frames: texts('Hel', 'lo'), then: 'nothing' } as const;
    endpoint.answers(open, open);
    const provider = bedrock();
    for await (const told of provider.stream(ASK)) if (told.type === 'text') break;
    await gone();
    const late = await failure(asked('stream', provider, ASK, { timeoutMs: 100 }));
    expect(late).toMatchObject({ kind: 'timeout', partialText: 'Hello' });
    await gone(2);
    await provider.close();
  });
});

/** Waits until the client has left so many responses before their end. */
async function gone(times = 1): Promise<void> {
  const deadline = performance.now() + 5000;
  while (endpoint.left < times && performance.now() < deadline) await new Promise(setImmediate);
  expect(endpoint.left).toBe(times);
}
