import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countChatCompletionTokens } from 'gpt-tokenizer/model/gpt-4o';
import { KaizenDependencyError } from '../../../lib/errors/dependency.error.js';
import { KaizenOptionsError } from '../../../lib/errors/options.error.js';
import { KaizenPayloadError } from '../../../lib/errors/payload.error.js';
import { encode } from '../../../lib/ktof.js';
import type { ChatMessage } from '../../../lib/tokens/chat-message.js';
import { fromTokenizerPackage } from '../../../lib/tokens/encodings.js';
import { PROFILES } from '../../../lib/tokens/estimate-profiles.js';
import { estimateCost } from '../../../lib/tokens/estimate-cost.js';
import { estimateTokens } from '../../../lib/tokens/estimate-tokens.js';
import { fitsContext } from '../../../lib/tokens/fits-context.js';
import { profileOf } from '../../../lib/tokens/model-families.js';
import { textFeatures } from '../../../lib/tokens/text-features.js';
import { loadTokenCounter } from '../../../lib/tokens/token-counter.js';

const file = (path: string) => readFileSync(`node_modules/${path}`, 'utf8');
const cars: unknown = JSON.parse(file('vega-datasets/data/cars.json'));

const gpt4o = await loadTokenCounter('gpt-4o');
const claude = await loadTokenCounter('claude-sonnet-5');
const qwen = await loadTokenCounter('qwen3-32b');

const user = (content: unknown): ChatMessage => ({ role: 'user', content });

describe('a token counter', () => {
  it('counts at once, and says what it counts with', () => {
    expect(gpt4o.count('hello world')).toEqual({
      tokens: 2,
      method: 'exact',
      encoding: 'o200k_base',
    });
    expect({ ...gpt4o }).toEqual({ model: 'gpt-4o', encoding: 'o200k_base' });
  });

  it('gives an estimate the range that was measured, and none where nothing was', () => {
    const text = file('prettier/README.md');
    const exact = gpt4o.count(text).tokens;
    const { tokens, method, range } = qwen.count(text);
    expect(method).toBe('estimate');
    expect(tokens / exact).toBeCloseTo(1.02, 1);
    expect(range?.low).toBe(Math.floor(tokens * 0.96));
    expect(range?.high).toBe(Math.ceil(tokens * 1.17));
    expect(claude.count(text)).not.toHaveProperty('range');
    expect(claude.count(text).tokens).toBeGreaterThan(exact);
  });

  it('gives each digit a token for the models that do', async () => {
    const numbers = '1234567 89 '.repeat(50);
    const llama = await loadTokenCounter('llama-3.3-70b');
    const { tokens } = gpt4o.count(numbers);
    expect(qwen.count(numbers).tokens).toBeGreaterThan(1.5 * tokens);
    expect(llama.count(numbers).tokens).toBeLessThan(1.05 * tokens);
  });

  it('counts nothing in an empty text, for any model', () => {
    for (const counter of [gpt4o, claude, qwen]) expect(counter.count('').tokens).toBe(0);
  });

  it('never counts below zero or outside its range', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const { tokens, range } of [qwen.count(text), gpt4o.count(text)]) {
          expect(tokens).toBeGreaterThanOrEqual(range?.low ?? 0);
          expect(tokens).toBeLessThanOrEqual(range?.high ?? tokens);
        }
      }),
    );
  });

  it('estimates a megabyte in no more than two seconds, whatever it is', () => {
    for (const text of ['1', 'a', '漢', '{"a":1.5},'].map((each) =>
      each.repeat(1e6 / each.length),
    )) {
      const start = performance.now();
      expect(qwen.count(text).tokens).toBeGreaterThan(1_000);
      expect(performance.now() - start).toBeLessThan(2_000);
    }
  });
});

describe('the messages of a chat', () => {
  const chat: ChatMessage[] = [
    { role: 'system', content: 'Answer from the records alone.' },
    { role: 'user', name: 'ada', content: `Which is the heaviest?\n${encode(cars)}` },
    { role: 'assistant', content: 'The Pontiac Safari.' },
  ];

  it('cost what the tokenizer package says they cost', () => {
    const tokens = countChatCompletionTokens?.({ messages: chat as never });
    expect(gpt4o.countMessages(chat)).toEqual({ tokens, method: 'exact', encoding: 'o200k_base' });
  });

  it.each([
    [
      24,
      [
        { role: 'system', content: 'You are a helpful assistant.' },
        user('What is the capital of France?'),
      ],
    ],
    [3, []],
  ])('cost %i tokens, as OpenAI bills them for gpt-4o', (tokens, messages) => {
    expect(gpt4o.countMessages(messages)).toMatchObject({ tokens, method: 'exact' });
  });

  it.each(['gpt-4', 'gpt-4-0613', 'gpt-4o-mini-2024-07-18', 'gpt-35-turbo', 'openai/gpt-4-turbo'])(
    'have a documented cost for %s',
    async (model) => {
      expect((await estimateTokens(chat, { model })).method).toBe('exact');
    },
  );

  it.each(['gpt-5', 'o3', 'gpt-4.1', 'gpt-3.5-turbo-0301', 'gpt-4o-audio-preview', 'claude-2'])(
    'are an estimate for %s',
    async (model) => {
      expect((await estimateTokens(chat, { model })).method).toBe('estimate');
    },
  );

  it('may hold parts, calls and results in every maker’s form', () => {
    const plain = gpt4o.countMessages([user('weather in Oslo')]);
    const args = { city: 'Oslo' };
    const json = JSON.stringify(args);
    const call = { function: { name: 'weather', arguments: json } };
    const counted = [
      [{ role: 'user', content: [{ type: 'text', text: 'weather in Oslo' }] }],
      [{ role: 'user', content: [{ type: 'input_text', text: 'weather in Oslo' }] }],
      [{ role: 'user', parts: [{ text: 'weather in Oslo' }] }],
      [{ role: 'user', content: ['weather in Oslo'] }],
    ].map((messages) => gpt4o.countMessages(messages).tokens);
    expect(new Set(counted)).toEqual(new Set([plain.tokens]));

    const calls = [
      [
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'x', name: 'weather', input: args }],
        },
      ],
      [{ role: 'assistant', parts: [{ functionCall: { name: 'weather', args } }] }],
      [{ role: 'assistant', content: [{ type: 'tool-call', toolName: 'weather', input: args }] }],
    ].map((messages) => gpt4o.countMessages(messages).tokens);
    expect(new Set(calls).size).toBe(1);
    const openai = [{ role: 'assistant', content: null, tool_calls: [call] }];
    expect(gpt4o.countMessages(openai).tokens).toBe(Number(calls[0]) + 3);
    const older = [{ role: 'assistant', content: null, function_call: call.function }];
    expect(gpt4o.countMessages(older)).toEqual(gpt4o.countMessages(openai));
    expect(gpt4o.countMessages(openai).method).toBe('estimate');

    const results = [
      [{ role: 'user', content: [{ type: 'tool_result', content: json }] }],
      [
        {
          role: 'user',
          content: [{ type: 'tool_result', content: [{ type: 'text', text: json }] }],
        },
      ],
      [{ role: 'user', content: [{ type: 'tool-result', output: args }] }],
      [{ role: 'user', parts: [{ functionResponse: { name: 'weather', response: args } }] }],
    ].map((messages) => gpt4o.countMessages(messages).tokens);
    expect(new Set(results)).toEqual(new Set([gpt4o.countMessages([user(json)]).tokens]));
  });

  it('count no images, sound or files, and say how many there were', () => {
    const messages = [
      user([
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
        { type: 'image_url', image_url: { url: 'https://example.com/b.png' } },
      ]),
      { role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }] },
      user([{ type: 'tool_result', content: [{ type: 'image', source: {} }, 5] }]),
    ];
    const count = qwen.countMessages(messages);
    expect(count).toMatchObject({ method: 'estimate', uncounted: { image_url: 2, inlineData: 1 } });
    expect(count).not.toHaveProperty('range');
  });

  it('are refused when they are no list of objects, or hold what is no JSON', () => {
    const loop: Record<string, unknown> = { type: 'tool_result' };
    loop['content'] = [loop];
    const wrong: unknown[] = [
      undefined,
      'text',
      {},
      [null],
      [user('a'), 'b'],
      [user([{ function: { arguments: 1n } }])],
      [user([loop])],
    ];
    for (const messages of wrong)
      expect(() => gpt4o.countMessages(messages as ChatMessage[])).toThrow(KaizenPayloadError);
    const at = () => gpt4o.countMessages([user('a'), 'b' as ChatMessage]);
    expect(at).toThrow(expect.objectContaining({ path: '$[1]' }));
  });
});

describe('estimateTokens', () => {
  it('takes a text or messages, and the model by name or in options', async () => {
    const exact = { tokens: 2, method: 'exact', encoding: 'cl100k_base' };
    expect(await estimateTokens('hello world', 'gpt-4')).toEqual(exact);
    expect(await estimateTokens('hello world', { model: 'gpt-4' })).toEqual(exact);
    expect(await estimateTokens('hello world')).toMatchObject({ encoding: 'o200k_base' });
    expect(await estimateTokens([user('hello world')], {})).toMatchObject({ tokens: 9 });
  });

  it.each([[5], [null], ['']])('refuses %p as its model', async (model) => {
    const call = estimateTokens('text', model as unknown as string);
    await expect(call).rejects.toBeInstanceOf(KaizenOptionsError);
  });
});

describe('the families of models', () => {
  it.each([
    ['claude2', 'claude-2.1 claude-instant-1.2 anthropic.claude-v2:1'],
    [
      'claude',
      'claude-3-5-sonnet-20241022 claude-sonnet-4-20250514 claude-opus-4-6 claude-haiku-4-5',
    ],
    [
      'claude',
      'anthropic/claude-3.7-sonnet us.anthropic.claude-opus-4-1-20250805-v1:0 claude-4-sonnet',
    ],
    ['claude4_7', 'claude-opus-4-7 claude-opus-4.8 claude-opus-5 claude-sonnet-5 claude-fable-5-1'],
    ['gemma3', 'gemini-2.5-pro google/gemini-2.0-flash-001 gemini-3-pro-preview gemma-3-27b-it'],
    ['gemini', 'gemini-3.1-pro-preview gemini-3.5-flash gemini-1.5-pro gemma-4-e4b-it'],
    ['mistral', 'open-mistral-7b mixtral-8x7b-instruct mistral-large-2407 open-mixtral-8x22b'],
    [
      'tekken',
      'open-mistral-nemo ministral-8b-latest magistral-medium devstral-small mistral-small-2503',
    ],
    ['tekkenLike', 'mistral-large-latest mistral-medium-3 codestral-latest'],
    ['llama2', 'llama-2-70b-chat codellama-34b'],
    ['llama3', 'meta-llama/Llama-3.3-70B-Instruct llama3.1 meta.llama3-1-8b-instruct-v1:0'],
    ['llama3', 'deepseek-r1-distill-llama-70b'],
    ['qwen3', 'qwen2.5-72b-instruct qwen3-coder Qwen/Qwen3-32B deepseek-r1-distill-qwen-32b'],
    ['qwen', 'qwen3.5-plus qwen-max qwq-32b'],
    ['deepseek3', 'deepseek-chat deepseek-ai/DeepSeek-V3 deepseek-r1-0528'],
    ['deepseek', 'deepseek-v4'],
    ['plain', 'command-r-plus llama-4-scout grok-4 nova-pro my-model constructor'],
  ] as const)('estimate with %s: %s', (profile, models) => {
    for (const model of models.split(' '))
      expect([model, profileOf(model)]).toEqual([model, PROFILES[profile]]);
  });

  it('claim an error only where it was measured, and one that holds the estimate', () => {
    const errors = Object.values(PROFILES).flatMap(({ error }) => error ?? []);
    expect(errors.every(({ low, high }) => low < 0 && high > 0)).toBe(true);
    expect(errors).toHaveLength(8);
    expect(PROFILES.claude.error ?? PROFILES.plain.error).toBeUndefined();
  });
});

describe('textFeatures', () => {
  it('counts digits, groups of them, letters outside ASCII and ideographs', () => {
    expect(textFeatures('a1 1234 é 漢字かな한 12.5 😀')).toEqual({
      digits: 8,
      digitGroups: 5,
      letters: 3,
      ideographs: 5,
    });
  });
});

describe('fitsContext', () => {
  const page = 'word '.repeat(1_000);

  it('tells whether a prompt fits and what is left', async () => {
    expect(await fitsContext(page, { model: 'gpt-4o', reserve: 4_000 })).toEqual({
      fits: true,
      tokens: 1_001,
      limit: 128_000,
      left: 128_000 - 4_000 - 1_001,
      method: 'exact',
    });
    const tight = await fitsContext(page, { model: 'gpt-4', reserve: 7_200 });
    expect(tight).toMatchObject({ fits: false, limit: 8_192, left: 8_192 - 7_200 - 1_001 });
    expect(await fitsContext([user(page)], { model: 'gpt-4' })).toMatchObject({ tokens: 1_008 });
  });

  it('takes the high end of an estimate', async () => {
    const { range, tokens } = qwen.count(page);
    const fit = await fitsContext(page, { model: 'qwen3-32b', limit: tokens + 10 });
    expect(fit).toMatchObject({ fits: false, tokens, left: tokens + 10 - Number(range?.high) });
  });

  it('knows the models by date and deployment, and the limit of their prompts', async () => {
    const limits = await Promise.all(
      [
        'gpt-4o-2024-08-06',
        'gpt-4-turbo-2099-01-01',
        'azure/gpt-35-turbo',
        'ft:gpt-4.1:org::id',
        'gpt-5',
      ].map(async (model) => (await fitsContext('', { model })).limit),
    );
    expect(limits).toEqual([128_000, 128_000, 16_385, 1_047_576, 400_000]);
    expect(await fitsContext('', { model: 'gpt-5' })).toMatchObject({ left: 272_000 });
  });

  it.each(['claude-sonnet-5', 'gpt-99', 'tts-1', '__proto__'])(
    'asks for the limit of %s',
    async (model) => {
      const call = fitsContext('text', { model });
      await expect(call).rejects.toBeInstanceOf(KaizenOptionsError);
      await expect(call).rejects.toMatchObject({ option: 'limit' });
      expect(await fitsContext('text', { model, limit: 100 })).toMatchObject({
        fits: true,
        limit: 100,
      });
    },
  );

  it.each([
    ['model', {}],
    ['reserve', { model: 'gpt-4o', reserve: -1 }],
    ['limit', { model: 'gpt-4o', limit: NaN }],
    ['options', undefined],
  ])('refuses a wrong %s', async (option, options) => {
    await expect(fitsContext('text', options as never)).rejects.toMatchObject({ option });
  });
});

describe('estimateCost', () => {
  const prices = { inputPerMillion: 2, outputPerMillion: 8, cachedPerMillion: 0.5 };

  it('adds up input, cached input and output', () => {
    const usage = { input: 12_000, cached: 10_000, output: 500 };
    const { total, ...parts } = estimateCost(usage, prices);
    expect(parts).toEqual({ input: 0.004, cached: 0.005, output: 0.004 });
    expect(total).toBeCloseTo(0.013, 12);
    expect(estimateCost(1_000_000, { inputPerMillion: 3 }).total).toBe(3);
    expect(estimateCost({ input: 10, cached: 10 }, { inputPerMillion: 100_000 }).total).toBe(1);
  });

  it('carries an estimate’s range over', () => {
    const count = qwen.count('Which of the records are late?'.repeat(100));
    const { total, range } = estimateCost(count, prices);
    expect(total).toBeCloseTo(count.tokens * 2e-6, 12);
    expect(range?.low).toBeCloseTo(Number(count.range?.low) * 2e-6, 12);
    expect(range?.high).toBeCloseTo(Number(count.range?.high) * 2e-6, 12);
    expect(estimateCost(gpt4o.count('text'), prices)).not.toHaveProperty('range');
  });

  it.each([
    ['input', -1, prices],
    ['input', { output: 5 }, prices],
    ['cached', { input: 5, cached: 6 }, prices],
    ['output', { input: 5, output: Infinity }, prices],
    ['inputPerMillion', 5, {}],
    ['cachedPerMillion', 5, { inputPerMillion: 1, cachedPerMillion: '1' }],
    ['outputPerMillion', { input: 5, output: 5 }, { inputPerMillion: 1 }],
  ])('refuses a wrong %s', (option, count, given) => {
    const call = () => estimateCost(count as number, given as typeof prices);
    expect(call).toThrow(KaizenOptionsError);
    expect(call).toThrow(expect.objectContaining({ option }));
  });
});

describe('a package that is not installed', () => {
  it('is told with the command that installs it', async () => {
    const missing = 'a-package-that-is-not-installed';
    const call = fromTokenizerPackage(() => import(missing));
    await expect(call).rejects.toBeInstanceOf(KaizenDependencyError);
    await expect(call).rejects.toThrow(/npm install gpt-tokenizer$/);
    await expect(call).rejects.toMatchObject({
      code: 'KAIZEN_MISSING_DEPENDENCY',
      dependency: 'gpt-tokenizer',
    });
  });

  it('hides no other error', async () => {
    const broken = new Error('broken');
    await expect(fromTokenizerPackage(() => Promise.reject(broken))).rejects.toBe(broken);
  });
});
