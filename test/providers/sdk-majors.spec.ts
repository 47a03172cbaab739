import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GoogleGenAI } from '@google/genai';
import { GoogleGenAI as GoogleGenAI3 } from 'genai-3';
import OpenAI from 'openai';
import OpenAI7 from 'openai-7';
import { createKaizen } from 'nestjs-kaizen';
import {
  type ChatMessage,
  KaizenGemini,
  KaizenOpenAI,
  type KaizenProvider,
} from 'nestjs-kaizen/providers';
import { failureOf, streamed } from './support/asking.js';
import { createModel, GREETING, ORDERS, SECRET_PROMPT } from './support/model.js';
import { KEY } from './support/vendors.js';

const model = createModel();
const kaizen = createKaizen({ transport: 'embedded', profile: 'toon' });
let url = '';
beforeAll(async () => void (url = await model.start()));
afterAll(async () => {
  await model.stop();
  await kaizen.close();
});

const rest = { model: 'model-1', maxRetries: 0 };
const openai = (Client: typeof OpenAI | typeof OpenAI7, api: 'chat' | 'responses') => {
  const client = new Client({ apiKey: KEY, baseURL: `${url}/v1`, maxRetries: 0 });
  return new KaizenOpenAI({ ...rest, api, client }, kaizen);
};
const gemini = (Client: typeof GoogleGenAI | typeof GoogleGenAI3) => {
  const httpOptions = { baseUrl: url, apiVersion: 'v1beta' };
  return new KaizenGemini({ ...rest, client: new Client({ apiKey: KEY, httpOptions }) }, kaizen);
};

const MAJORS: [string, () => KaizenProvider][] = [
  ['openai 6, responses', () => openai(OpenAI, 'responses')],
  ['openai 7, responses', () => openai(OpenAI7, 'responses')],
  ['openai 6, chat', () => openai(OpenAI, 'chat')],
  ['openai 7, chat', () => openai(OpenAI7, 'chat')],
  ['@google/genai 2', () => gemini(GoogleGenAI)],
  ['@google/genai 3', () => gemini(GoogleGenAI3)],
];

const says = (content: string): ChatMessage[] => [{ role: 'user', content }];
const ADD_UP: ChatMessage[] = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'add up the totals' },
      { type: 'data', value: ORDERS },
    ],
  },
];

describe.each(MAJORS)('a ready client of %s', (_name, provider) => {
  it('answers at once and in pieces, to data that is written', async () => {
    expect((await provider().chat(says('greet me'))).text).toBe(GREETING);
    expect((await streamed(provider(), says('greet me'))).text).toBe(GREETING);
    const { data } = await provider().chat(ADD_UP);
    expect(data).toMatchObject({ total: 780, form: 'toon' });
    expect((await streamed(provider(), ADD_UP)).data).toEqual(data);
  });

  it('calls tools', async () => {
    const { toolCalls } = await provider().chat(says('call a tool'), {
      tools: [{ name: 'find_orders', parameters: { type: 'object', properties: {} } }],
    });
    expect(toolCalls).toMatchObject([{ name: 'find_orders' }]);
  });

  it('fails in words that have neither the prompt nor the key', async () => {
    const failure = await failureOf(provider().chat(says(`refuse 429 2 ${SECRET_PROMPT}`)));
    expect(failure).toMatchObject({ kind: 'rate-limit', status: 429, attempts: 1 });
    expect(JSON.stringify(failure) + failure.message).not.toMatch(/canary/);
  });
});
