import { checkText } from './check-input.js';
import type { TokenCount } from './token-count.js';
import { loadTokenCounter } from './token-counter.js';

/**
 * Counts the tokens of a text for a model.
 *
 * Exact for OpenAI models: dated, prefixed and fine-tuned names, and vocabularies by their own name
 * (`cl100k_base`). For every other model it is an estimate from the count of `o200k_base`, with the
 * range of its error where that could be measured. Takes time linear in the text's length, whatever
 * the text: an unbroken run of more than 256 letters, symbols, blanks or digits is counted in slices,
 * and the count of a text that has one is an estimate too.
 *
 * The vocabulary is loaded on first use, which takes a few tenths of a second once.
 *
 * @param model - Default `gpt-4o`.
 * @throws {@link KaizenPayloadError} when the text is no string.
 * @throws {@link KaizenOptionsError} when the model is no string, or blank.
 * @throws {@link KaizenDependencyError} when `gpt-tokenizer` is not installed.
 *
 * @example
 * ```ts
 * await countTokens('hello world', 'gpt-4o'); // { tokens: 2, method: 'exact', encoding: 'o200k_base' }
 * ```
 */
export async function countTokens(text: string, model?: string): Promise<TokenCount> {
  checkText(text);
  return (await loadTokenCounter(model)).count(text);
}
