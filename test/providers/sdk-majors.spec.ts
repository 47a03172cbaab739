import { GoogleGenAI } from 'genai-3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createKaizen } from 'nestjs-kaizen';
import {
  type ChatMessage,
  KaizenAzureOpenAI,
  KaizenGemini,
  KaizenOpenAI,
  KaizenOpenAiCompatible,
  type KaizenProvider,
  type ProviderOptions,
} from 'nestjs-kaizen/providers';
import OpenAI, { AzureOpenAI } from 'openai-7';
import { failureOf, streamed } from './support/asking.js';
import { createModel, GREETING, ORDERS, SECRET_PROMPT } from './support/model.js';
import { ScriptedVendor } from './support/scripted-vendor.js';
import { KEY } from './support/vendors.js';
import { WireTap } from './support/wire-tap.js';

const model = createModel();
const tap = new WireTap();
const vendor = new ScriptedVendor();
const kaizen = createKaizen({ transport: 'embedded', profile: 'toon' });
let url = '';
let scriptedUrl = '';
beforeAll(async () => {
  url = await tap.start(await model.start());
  scriptedUrl = await vendor.start();
});
beforeEach(() => tap.forget());
afterAll(async () => {
  await tap.stop();
  await model.stop();
  await vendor.stop();
  await kaizen.close();
});

const openai7 = () => new OpenAI({ apiKey: KEY, baseURL: `${url}/v1` });
const azure7 = () =>
  new AzureOpenAI({ apiKey: KEY, endpoint: url, apiVersion: '2024-10-21', baseURL: null });
const genai3 = (baseUrl: string, own?: typeof fetch) =>
  new GoogleGenAI({
    apiKey: KEY,
    vertexai: false,
    httpOptions: { baseUrl, apiVersion: 'v1beta', retryOptions: { attempts: 3 }, fetch: own },
  });

/** The SDK knows plain objects by this realm's prototype, and `fetch` makes those of another under Jest. */
const fetchInRealm: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const json = async () => JSON.parse(await response.text()) as unknown;
  return Object.assign(response, { json });
};

/** The newer of the two majors that a provider takes; the suite of all vendors runs with the older one. */
const NEWER: readonly (readonly [string, (options: ProviderOptions) => KaizenProvider])[] = [
  ['openai 7, responses', (options) => new KaizenOpenAI({ client: openai7(), ...options }, kaizen)],
  [
    'openai 7, chat completions',
    (options) => new KaizenOpenAI({ client: openai7(), api: 'chat', ...options }, kaizen),
  ],
  ['openai 7, Azure', (options) => new KaizenAzureOpenAI({ client: azure7(), ...options }, kaizen)],
  [
    'openai 7, any endpoint',
    (options) => new KaizenOpenAiCompatible('own', { client: openai7(), ...options }, kaizen),
  ],
  ['@google/genai 3', (options) => new KaizenGemini({ client: genai3(url), ...options }, kaizen)],
];

const says = (content: string): ChatMessage[] => [{ role: 'user', content }];
const TOOLS = [{ name: 'find_orders', parameters: { type: 'object', properties: {} } }];

describe.each(NEWER)('%s', (_, make) => {
  const provider = (options: ProviderOptions = {}) =>
    make({ model: 'model-1', retryBackoffFactor: 0, ...options });

  it('answers at once and in pieces', async () => {
    const whole = await provider().chat(says('greet me'));
    const pieces = await streamed(provider(), says('greet me'));
    for (const result of [whole, pieces]) {
      expect(result).toMatchObject({
        text: GREETING,
        finishReason: 'stop',
        attempts: 1,
        usage: { inputTokens: 11, outputTokens: 7 },
      });
    }
    expect(pieces.message).toEqual(whole.message);
    expect(tap.bodies).toHaveLength(2);
  });

  it('calls a tool and reads its result, compressed', async () => {
    const ask = says('call a tool, then add up');
    const asked = provider();
    for (const way of [asked.chat.bind(asked), streamed.bind(undefined, asked)]) {
      const first = await way(ask, { tools: TOOLS });
      const [call] = first.toolCalls;
      expect(call).toMatchObject({ name: 'find_orders' });
      const content = [{ type: 'data' as const, value: ORDERS }];
      const result: ChatMessage = { role: 'tool', toolCallId: call!.id, content };
      const second = await way([...ask, first.message, result], { tools: TOOLS });
      expect(second.data).toMatchObject({ first: 'customer-1', form: 'toon' });
    }
  });

  it('refuses as it should, after one request', async () => {
    const asked = provider({ maxRetries: 0 });
    const refused = says(`refuse 429 3 ${SECRET_PROMPT}`);
    for (const calling of [asked.chat(refused), streamed(asked, refused)]) {
      const failure = await failureOf(calling);
      expect(failure).toMatchObject({ kind: 'rate-limit', status: 429, retryAfterMs: 3000 });
      expect(failure.attempts).toBe(1);
      expect(String(failure) + JSON.stringify(failure)).not.toContain(KEY);
    }
    expect(tap.bodies).toHaveLength(2);
  });

  it('is ended by the deadline, and told where its stream was cut', async () => {
    const late = await failureOf(provider().chat(says('be late'), { timeoutMs: 150 }));
    expect(late).toMatchObject({ kind: 'timeout', attempts: 1 });
    const cut = await failureOf(streamed(provider(), says('be cut')));
    expect(cut.kind).toBe('connection');
    expect(cut.partialText).toMatch(/^abcd /);
    tap.endAfter = 'abcd';
    const ended = await failureOf(streamed(provider(), says('talk long')));
    expect(ended).toMatchObject({ kind: 'incomplete-stream', attempts: 1 });
    expect(tap.bodies).toHaveLength(3);
  });
});

describe('a long reply of Gemini, with @google/genai 3', () => {
  const piece = (text: string, end: object) => ({
    candidates: [{ content: { role: 'model', parts: [{ text }] }, ...end }],
    usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 2 },
  });
  const FIRST = piece('Hel', { finishReason: 'CONTINUATION', continuationToken: 'more' });
  const REST = piece('lo.', { finishReason: 'STOP' });
  const gemini = () =>
    new KaizenGemini(
      { client: genai3(scriptedUrl, fetchInRealm), model: 'm', maxRetries: 0 },
      kaizen,
    );

  it('is continued by the SDK', async () => {
    vendor.answers({ body: FIRST }, { body: REST }, { body: [FIRST] }, { body: [REST] });
    for (const result of [await gemini().chat(says('Hi')), await streamed(gemini(), says('Hi'))]) {
      expect(result).toMatchObject({
        text: 'Hello.',
        finishReason: 'stop',
        usage: { inputTokens: 10, outputTokens: 4 },
      });
    }
    expect(vendor.bodies).toHaveLength(4);
  });

  it('is not where the call says so', async () => {
    vendor.answers({ body: FIRST }, { body: [FIRST] });
    const options = { vendor: { automaticContinuation: false } };
    const whole = await gemini().chat(says('Hi'), options);
    const pieces = await streamed(gemini(), says('Hi'), options);
    for (const result of [whole, pieces])
      expect(result).toMatchObject({ text: 'Hel', finishReason: 'other' });
    expect(vendor.bodies).toHaveLength(2);
  });
});
