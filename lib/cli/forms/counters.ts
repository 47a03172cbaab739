import { KaizenDependencyError } from '../../errors/dependency.error.js';
import { loadTokenCounter, type TokenCounter } from '../../tokens/token-counter.js';

/**
 * What counts the tokens of a model.
 *
 * @param model The model that was asked for. Without one it is `gpt-4o`, and nothing when the package that
 * counts is not there: bytes are told all the same.
 */
export async function counterFor(model: string | undefined): Promise<TokenCounter | undefined> {
  try {
    return await loadTokenCounter(model);
  } catch (error) {
    if (model === undefined && error instanceof KaizenDependencyError) return undefined;
    throw error;
  }
}

/** How much a text is. */
export interface Size {
  readonly bytes: number;
  /** Absent where nothing counts them. */
  readonly tokens?: number;
}

/** Measures a text. */
export function sizeOf(text: string, counter: TokenCounter | undefined): Size {
  const bytes = Buffer.byteLength(text);
  return counter ? { bytes, tokens: counter.count(text).tokens } : { bytes };
}

/** What a size is to another one, in per cent: of tokens where they are known, else of bytes. */
export function shareOf(size: Size, whole: Size): number {
  const [part, all] =
    size.tokens !== undefined && whole.tokens !== undefined
      ? [size.tokens, whole.tokens]
      : [size.bytes, whole.bytes];
  return all === 0 ? 100 : (100 * part) / all;
}
