import { afterAll, describe, expect, it } from '@jest/globals';
import { createKaizen } from 'nestjs-kaizen';
import {
  type ChatMessage,
  KaizenAnthropic,
  KaizenAzureOpenAI,
  KaizenBedrock,
  KaizenCohere,
  KaizenFireworks,
  KaizenGemini,
  KaizenHuggingFace,
  KaizenMistral,
  KaizenOpenAI,
  type KaizenProvider,
  KaizenTogether,
} from 'nestjs-kaizen/providers';
import { failureOf, streamed } from '../providers/support/asking.js';
import { liveVendor } from '../support/live-environment.js';

/*
 * Asks the vendors themselves, each only where its key is in the environment. The model is that of
 * KAIZEN_LIVE_<NAME>_MODEL, else a small one.
 */
const kaizen = createKaizen({ transport: 'embedded' });
afterAll(() => kaizen.close());

const LIMITS = { maxTokens: 2000, timeoutMs: 60_000 };

type Make = (options: { apiKey?: string; model: string }) => KaizenProvider;
const VENDORS: [name: string, key: string, model: string, make: Make][] = [
  ['OPENAI', 'OPENAI_API_KEY', 'gpt-5-mini', (o) => new KaizenOpenAI({ ...LIMITS, ...o }, kaizen)],
  [
    'AZURE',
    'AZURE_OPENAI_API_KEY',
    'gpt-5-mini',
    (o) => new KaizenAzureOpenAI({ ...LIMITS, ...o }, kaizen),
  ],
  [
    'ANTHROPIC',
    'ANTHROPIC_API_KEY',
    'claude-haiku-5-5',
    (o) => new KaizenAnthropic({ ...LIMITS, ...o }, kaizen),
  ],
  [
    'GEMINI',
    'GEMINI_API_KEY',
    'gemini-flash-latest',
    (o) => new KaizenGemini({ ...LIMITS, ...o }, kaizen),
  ],
  [
    'MISTRAL',
    'MISTRAL_API_KEY',
    'mistral-small-latest',
    (o) => new KaizenMistral({ ...LIMITS, ...o }, kaizen),
  ],
  [
    'COHERE',
    'CO_API_KEY',
    'command-a-03-2025',
    (o) => new KaizenCohere({ ...LIMITS, ...o }, kaizen),
  ],
  [
    'BEDROCK',
    'AWS_BEARER_TOKEN_BEDROCK',
    'amazon.nova-lite-v1:0',
    (o) => new KaizenBedrock({ ...LIMITS, ...o }, kaizen),
  ],
  [
    'HUGGING_FACE',
    'HF_TOKEN',
    'meta-llama/Llama-3.3-70B-Instruct',
    (o) => new KaizenHuggingFace({ ...LIMITS, ...o }, kaizen),
  ],
  [
    'TOGETHER',
    'TOGETHER_API_KEY',
    'meta-llama/Llama-3.3-70B-Instruct-Turbo',
    (o) => new KaizenTogether({ ...LIMITS, ...o }, kaizen),
  ],
  [
    'FIREWORKS',
    'FIREWORKS_API_KEY',
    'accounts/fireworks/models/llama-v3p3-70b-instruct',
    (o) => new KaizenFireworks({ ...LIMITS, ...o }, kaizen),
  ],
];

const ORDERS = Array.from({ length: 12 }, (_, at) => ({
  id: at + 1,
  total: at === 6 ? 990 : at * 10,
}));
const ASK: ChatMessage[] = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Which order has the highest total? Answer with its id alone.' },
      { type: 'data', value: ORDERS },
    ],
  },
];

for (const [name, keyVariable, usual, make] of VENDORS) {
  const live = liveVendor(name, keyVariable);
  const describeLive = live ? describe : describe.skip;
  const options = { apiKey: live?.apiKey ?? '', model: live?.model ?? usual };

  describeLive(`${name} itself`, () => {
    it('reads the data and answers, at once and in pieces', async () => {
      for (const ask of [make(options).chat(ASK), streamed(make(options), ASK)]) {
        const { text, usage, receipt } = await ask;
        expect(text).toMatch(/\b7\b/);
        expect(receipt.encoded).toHaveLength(1);
        expect(usage?.inputTokens).toBeGreaterThan(0);
      }
    });

    it('refuses a wrong key', async () => {
      const refused = failureOf(make({ ...options, apiKey: 'not-a-key-at-all' }).chat(ASK));
      const { kind } = await refused;
      expect(['authentication', 'permission', 'invalid-request']).toContain(kind);
    });
  });
}
