import { loadTokenCounter } from '../../tokens/token-counter.js';
import type { BeforeAfter, TokensBeforeAfter } from './receipt.js';

/** A text as it would have been, and as it is sent. */
export type TextPair = readonly [before: string, after: string];

/** How large the texts were and are, together. */
export function sizesOf(
  pairs: readonly TextPair[],
  measure: (text: string) => number,
): BeforeAfter {
  const sizes = { before: 0, after: 0 };
  for (const [before, after] of pairs) {
    const size = measure(after);
    sizes.after += size;
    sizes.before += before === after ? size : measure(before);
  }
  return sizes;
}

/**
 * Counts the tokens of the texts.
 *
 * @throws `KaizenDependencyError` when `gpt-tokenizer` is not installed.
 */
export async function countTexts(
  pairs: readonly TextPair[],
  model: string,
): Promise<TokensBeforeAfter> {
  const counter = await loadTokenCounter(model);
  let method: TokensBeforeAfter['method'] = 'exact';
  const sizes = sizesOf(pairs, (text) => {
    const count = counter.count(text);
    if (count.method === 'estimate') method = 'estimate';
    return count.tokens;
  });
  return { ...sizes, method, encoding: counter.encoding };
}
