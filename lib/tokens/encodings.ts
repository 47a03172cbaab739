/** What this room uses of a vocabulary's tokenizer. */
export interface Tokenizer {
  countTokens(text: string, options: { disallowedSpecial: Set<string> }): number;
  clearMergeCache(): void;
}

const r50k = () => import('gpt-tokenizer/encoding/r50k_base');
const p50k = () => import('gpt-tokenizer/encoding/p50k_base');
const o200k = () => import('gpt-tokenizer/encoding/o200k_base');

/**
 * The public OpenAI vocabularies, each loaded on first use and then kept by the module loader.
 *
 * Three names share another's tokenizer: they differ in special tokens alone, which are counted as
 * plain text here, and each vocabulary takes tens of megabytes.
 */
export const ENCODINGS = {
  o200k_base: o200k,
  o200k_harmony: o200k,
  cl100k_base: () => import('gpt-tokenizer/encoding/cl100k_base'),
  p50k_base: p50k,
  p50k_edit: p50k,
  r50k_base: r50k,
  gpt2: r50k,
} as const satisfies Record<string, () => Promise<Tokenizer>>;

/** The name of a public vocabulary: `o200k_base`, `cl100k_base`, … */
export type EncodingName = keyof typeof ENCODINGS;

/** Whether a name is that of a vocabulary, rather than of a model. */
export function isEncodingName(name: string): name is EncodingName {
  return Object.hasOwn(ENCODINGS, name);
}
