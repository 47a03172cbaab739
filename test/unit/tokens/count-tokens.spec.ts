import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { modelToEncodingMap } from 'gpt-tokenizer/mapping';
import { KaizenOptionsError } from '../../../lib/errors/options.error.js';
import { KaizenPayloadError } from '../../../lib/errors/payload.error.js';
import { countTokens } from '../../../lib/tokens/count-tokens.js';
import { encodingOf } from '../../../lib/tokens/encoding-of.js';
import { sliceRuns } from '../../../lib/tokens/slice-runs.js';

/** Each vocabulary's own tokenizer, untouched: what a count must equal. */
const REFERENCE = {
  o200k_base: () => import('gpt-tokenizer/encoding/o200k_base'),
  o200k_harmony: () => import('gpt-tokenizer/encoding/o200k_harmony'),
  cl100k_base: () => import('gpt-tokenizer/encoding/cl100k_base'),
  p50k_base: () => import('gpt-tokenizer/encoding/p50k_base'),
  p50k_edit: () => import('gpt-tokenizer/encoding/p50k_edit'),
  r50k_base: () => import('gpt-tokenizer/encoding/r50k_base'),
  gpt2: () => import('gpt-tokenizer/encoding/gpt2'),
};
type Encoding = keyof typeof REFERENCE;
const encodings = Object.keys(REFERENCE) as Encoding[];

async function reference(text: string, encoding: Encoding): Promise<number> {
  const { countTokens: count } = await REFERENCE[encoding]();
  return count(text, { disallowedSpecial: new Set() });
}

const file = (path: string) => readFileSync(`node_modules/${path}`, 'utf8');
const REAL_TEXTS = {
  'a long README': file('fast-check/README.md') + file('prettier/README.md'),
  'source code': file('class-validator/esm2015/validation/ValidationExecutor.js'),
  'records in JSON': file('vega-datasets/data/cars.json'),
  'names in many scripts': file('world-countries/countries.json').slice(0, 400_000),
  'a table': file('vega-datasets/data/seattle-weather.csv'),
};

/** Texts that make a plain tokenizer take quadratic time. */
const HOSTILE = {
  'one letter': 'a'.repeat(100_000),
  'two cases': 'aA'.repeat(50_000),
  'Chinese without a break': Array.from({ length: 20_000 }, (_, i) =>
    String.fromCharCode(0x4e00 + ((i * 7_919) % 20_000)),
  ).join(''),
  blanks: ' '.repeat(100_000),
  'line ends': '\r\n'.repeat(50_000),
  'line ends and slashes': '\n/'.repeat(50_000),
  symbols: '!'.repeat(100_000),
  emoji: '😀'.repeat(50_000),
  'emoji with variation selectors': '❤️'.repeat(50_000),
  'combining marks': 'e\u0301'.repeat(50_000),
  digits: '7'.repeat(100_000),
  'lone surrogates': '\ud800'.repeat(100_000),
};

/** The kinds of run that some vocabulary takes as one piece. */
const RUNS = [/[\p{L}\p{M}]+/gu, /[^\s\p{L}\p{N}]+/gu, /\s+/gu, /\p{N}+/gu, /[\r\n/]+/gu];

function longestRun(text: string): number {
  const lengths = RUNS.flatMap((run) => Array.from(text.matchAll(run), ([found]) => found.length));
  return Math.max(0, ...lengths);
}

describe('countTokens', () => {
  it.each(Object.keys(REAL_TEXTS) as (keyof typeof REAL_TEXTS)[])(
    'equals the plain tokenizers on %s',
    async (name) => {
      const text = REAL_TEXTS[name];
      for (const encoding of encodings) {
        const tokens = await reference(text, encoding);
        expect(await countTokens(text, encoding)).toEqual({ tokens, method: 'exact', encoding });
      }
    },
  );

  it('equals the plain tokenizer on any text without a long run', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 250 });
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(...encodings), async (value, encoding) => {
        const { tokens } = await countTokens(value, encoding);
        expect(tokens).toBe(await reference(value, encoding));
      }),
    );
  });

  it.each(Object.keys(HOSTILE) as (keyof typeof HOSTILE)[])('counts %s', async (name) => {
    for (const model of ['gpt-4o', 'gpt-4', 'gpt2']) {
      const { tokens } = await countTokens(HOSTILE[name], model);
      expect(tokens).toBeGreaterThan(300);
      expect(tokens).toBeLessThanOrEqual(Buffer.byteLength(HOSTILE[name]));
    }
  });

  it('is an estimate for a long run, and the plain count is in its range', async () => {
    const runs = ['ab', '-', '漢字', 'compression', 'aA', '7', '\u0627\u0628'];
    for (const text of runs.map((run) => run.repeat(1_000))) {
      for (const encoding of ['o200k_base', 'cl100k_base', 'r50k_base'] as const) {
        const { tokens, method, range } = await countTokens(text, encoding);
        expect({ method, cut: sliceRuns(text).length > 1 }).toEqual({
          method: 'estimate',
          cut: true,
        });
        const plain = await reference(text, encoding);
        expect(range?.low).toBeLessThanOrEqual(Math.min(plain, tokens));
        expect(range?.high).toBeGreaterThanOrEqual(Math.max(plain, tokens));
        expect(Number(range?.high) - Number(range?.low)).toBeLessThan(text.length / 60);
      }
    }
  });

  it('counts special tokens as the plain text they are', async () => {
    for (const special of ['<|endoftext|>', '<|im_start|>', '<|fim_prefix|>', '<|start|>']) {
      for (const encoding of encodings) {
        const { tokens } = await countTokens(`a ${special} b`, encoding);
        expect(tokens).toBe(await reference(`a ${special} b`, encoding));
        expect(tokens).toBeGreaterThan(4);
      }
    }
  });

  it('counts nothing in an empty text, and takes gpt-4o when no model is named', async () => {
    expect(await countTokens('', 'claude-sonnet-4')).toMatchObject({ tokens: 0 });
    expect(await countTokens('hello world')).toEqual({
      tokens: 2,
      method: 'exact',
      encoding: 'o200k_base',
    });
  });

  it('does not keep counted texts alive in the tokenizer', async () => {
    const { encodeGenerator } = await REFERENCE.cl100k_base();
    const remembered = () => encodeGenerator('Zwickmühlenflickwerk').next().value;
    const first = remembered();
    expect(remembered()).toBe(first);
    await countTokens('any text', 'cl100k_base');
    expect(remembered()).not.toBe(first);
  });

  it.each([undefined, null, 5, ['text'], Buffer.from('text')])(
    'refuses %p as a text',
    async (text) => {
      const call = countTokens(text as unknown as string);
      await expect(call).rejects.toBeInstanceOf(KaizenPayloadError);
    },
  );

  it.each([null, 5, '', '  ', {}])('refuses %p as a model', async (model) => {
    const call = countTokens('text', model as unknown as string);
    await expect(call).rejects.toBeInstanceOf(KaizenOptionsError);
    await expect(call).rejects.toMatchObject({ option: 'model' });
  });
});

describe('encodingOf', () => {
  it('knows every model that the tokenizer lists under a vocabulary', () => {
    const listed = Object.keys(modelToEncodingMap);
    expect(listed.length).toBeGreaterThan(50);
    const found = Object.fromEntries(listed.map((model) => [model, encodingOf(model)]));
    expect(found).toEqual(modelToEncodingMap);
  });

  it.each([
    'gpt-4o gpt-4o-mini-2024-07-18 chatgpt-4o-latest gpt-4.1-nano gpt-4.5-preview o200k_base',
    'gpt-5 gpt-5-mini-2025-08-07 gpt-5.1-codex-max gpt-5.6-sol o1 o1-preview o3-pro o4-mini',
    'openai/gpt-4o azure/gpt-4o azure/eu/gpt-5 openrouter/openai/o3 openai:gpt-4o GPT-4o',
    'ft:gpt-4o-mini:org::id ft:gpt-4o-mini-2024-07-18:org:name:id openai/ft:gpt-4o:org::id',
  ])('takes o200k_base for %s', (models) => {
    const found = models.split(' ').map((model) => encodingOf(model));
    expect(new Set(found)).toEqual(new Set(['o200k_base']));
  });

  it.each([
    ['gpt-4', 'cl100k_base'],
    ['gpt-4-turbo-2024-04-09', 'cl100k_base'],
    ['gpt-35-turbo', 'cl100k_base'],
    ['ft:gpt-3.5-turbo-0125:org::id', 'cl100k_base'],
    ['ft:babbage-002:org::id', 'cl100k_base'],
    ['curie:ft-org-2023-01-01', 'r50k_base'],
    ['openai/gpt-oss-120b', 'o200k_harmony'],
    ['gpt-oss:20b', 'o200k_harmony'],
    ['openai.gpt-oss-20b-1:0', 'o200k_harmony'],
    ['openai-community/gpt2-xl', 'gpt2'],
  ])('takes for %s %s', (model, encoding) => {
    expect(encodingOf(model)).toBe(encoding);
  });

  it.each(
    'claude-opus-4 anthropic/claude-3.5-sonnet gemini-2.5-pro mistral-large llama3.3 gpt-6 gpt-50 gpt-4.7 o12 o3x gpt-4all deepseek-r1 azure/my-deployment constructor __proto__'.split(
      ' ',
    ),
  )('knows no vocabulary of %s', (model) => {
    expect(encodingOf(model)).toBeUndefined();
  });
});

describe('sliceRuns', () => {
  it.each(Object.values(REAL_TEXTS).map((text) => [text.slice(0, 20), text]))(
    'leaves real text whole: %j',
    (_, text) => {
      expect(sliceRuns(text)).toEqual([text]);
    },
  );

  it.each(Object.entries(HOSTILE))('bounds every run in %s', (_, text) => {
    const slices = sliceRuns(text);
    expect(slices.join('')).toBe(text);
    expect(Math.max(...slices.map(longestRun))).toBeLessThanOrEqual(256);
    expect(slices.length).toBeLessThan(text.length / 200);
  });

  it('bounds every run in any text, and parts no pair', () => {
    const characters = ['a', 'Z', '漢', '\u0301', '!', '😀', '❤️', ' ', '\n', '/', '7', '\ud800'];
    const run = fc
      .tuple(fc.constantFrom(...characters), fc.integer({ min: 1, max: 700 }))
      .map(([character, times]) => character.repeat(times));
    const text = fc.array(run, { maxLength: 8 }).map((runs) => runs.join(''));
    fc.assert(
      fc.property(text, (value) => {
        const slices = sliceRuns(value);
        expect(slices.join('')).toBe(value);
        expect(Math.max(...slices.map(longestRun))).toBeLessThanOrEqual(256);
        expect(slices.flatMap((slice) => [...slice])).toEqual([...value]);
      }),
    );
  });

  it('cuts a run only once it is longer than 256', () => {
    expect(sliceRuns('a'.repeat(256))).toHaveLength(1);
    expect(sliceRuns('a'.repeat(257))).toEqual(['a'.repeat(256), 'a']);
    expect(sliceRuns(`${'a'.repeat(200)} `.repeat(9))).toHaveLength(1);
  });
});
