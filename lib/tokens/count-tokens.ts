import { KaizenOptionsError } from '../errors/options.error.js';
import { KaizenPayloadError } from '../errors/payload.error.js';
import { encodingOf } from './encoding-of.js';
import { ENCODINGS, type EncodingName, type Tokenizer } from './encodings.js';
import { sliceRuns } from './slice-runs.js';

/** How many tokens a text is, and how that is known. */
export interface TokenCount {
  /** The number of tokens. */
  readonly tokens: number;
  /** `exact` with the model's own vocabulary, `estimate` with another's. */
  readonly method: 'exact' | 'estimate';
  /** The vocabulary that counted: `o200k_base`. */
  readonly encoding: string;
}

/** The vocabulary of today's OpenAI models: the best stand-in for one that is not public. */
const STAND_IN: EncodingName = 'o200k_base';

/** Special tokens such as `<|endoftext|>` are what they look like in a payload: plain text. */
const PLAIN = { disallowedSpecial: new Set<string>() };

/**
 * Counts the tokens of a text for a model.
 *
 * Exact for OpenAI models: dated, prefixed and fine-tuned names, and vocabularies by their own name
 * (`cl100k_base`). Models whose vocabulary is not public (Claude, Gemini, …) and unknown ones get
 * the count of `o200k_base`, marked `estimate`: its figure is right for comparing two texts, not for
 * a bill. Takes time linear in the text's length, whatever the text; an unbroken run of more than
 * 256 letters, symbols, blanks or digits is counted in slices and may be off by a token a slice.
 *
 * The vocabulary is loaded on first use, which takes a few tenths of a second once.
 *
 * @param model - Default `gpt-4o`.
 * @throws KaizenPayloadError when the text is no string.
 * @throws KaizenOptionsError when the model is no string, or blank.
 *
 * @example
 * ```ts
 * await countTokens('hello world', 'gpt-4o'); // { tokens: 2, method: 'exact', encoding: 'o200k_base' }
 * ```
 */
export async function countTokens(text: string, model = 'gpt-4o'): Promise<TokenCount> {
  requireText(text);
  requireModel(model);
  const known = encodingOf(model);
  const encoding = known ?? STAND_IN;
  const tokens = text === '' ? 0 : countWith(await ENCODINGS[encoding](), text);
  return { tokens, method: known ? 'exact' : 'estimate', encoding };
}

function countWith(tokenizer: Tokenizer, text: string): number {
  const counts = sliceRuns(text).map((slice) => tokenizer.countTokens(slice, PLAIN));
  // The tokenizer remembers rare words as views of the text, and each keeps its whole text alive.
  tokenizer.clearMergeCache();
  return counts.reduce((sum, count) => sum + count, 0);
}

function requireText(text: unknown): void {
  if (typeof text === 'string') return;
  const message =
    'The text to count is not a string. Pass a string, such as JSON.stringify(value).';
  throw new KaizenPayloadError(message, 'KAIZEN_INVALID_PAYLOAD', '$');
}

function requireModel(model: unknown): void {
  if (typeof model === 'string' && model.trim() !== '') return;
  const message = 'The model is not a name. Pass a model such as "gpt-4o", or an encoding.';
  throw new KaizenOptionsError(message, 'model');
}
