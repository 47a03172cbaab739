import { loadDependency } from '../errors/load-dependency.js';

/** What this room uses of a vocabulary's tokenizer. */
export interface Tokenizer {
  countTokens(text: string, options: { disallowedSpecial: Set<string> }): number;
  clearMergeCache(): void;
}

/** The name of a public OpenAI vocabulary. */
export type EncodingName =
  'o200k_base' | 'o200k_harmony' | 'cl100k_base' | 'p50k_base' | 'p50k_edit' | 'r50k_base' | 'gpt2';

const r50k = () => import('gpt-tokenizer/encoding/r50k_base');
const p50k = () => import('gpt-tokenizer/encoding/p50k_base');
const o200k = () => import('gpt-tokenizer/encoding/o200k_base');

/**
 * The public OpenAI vocabularies, each loaded on first use and then kept by the module loader.
 *
 * Three names share another's tokenizer: they differ in special tokens alone, which are counted as
 * plain text here, and each vocabulary takes tens of megabytes.
 */
export const ENCODINGS: Readonly<Record<EncodingName, () => Promise<Tokenizer>>> = {
  o200k_base: o200k,
  o200k_harmony: o200k,
  cl100k_base: () => import('gpt-tokenizer/encoding/cl100k_base'),
  p50k_base: p50k,
  p50k_edit: p50k,
  r50k_base: r50k,
  gpt2: r50k,
};

/** Whether a name is that of a vocabulary, rather than of a model. */
export function isEncodingName(name: string): name is EncodingName {
  return Object.hasOwn(ENCODINGS, name);
}

/**
 * Loads something of `gpt-tokenizer`, which an application that counts no tokens can do without.
 *
 * @throws {@link KaizenDependencyError} when the package is not installed.
 */
export function fromTokenizerPackage<T>(load: () => Promise<T>): Promise<T> {
  return loadDependency('Counting tokens', 'gpt-tokenizer', load);
}
