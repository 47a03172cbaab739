import type { ChatMessage } from './chat-message.js';
import { checkMessages, checkModel, checkText } from './check-input.js';
import { hasDocumentedChats } from './documented-chats.js';
import { encodingOf } from './encoding-of.js';
import { type EncodingName, ENCODINGS, fromTokenizerPackage, type Tokenizer } from './encodings.js';
import { estimateFrom, rangeOf } from './estimate.js';
import type { EstimateProfile } from './estimate-profiles.js';
import { readMessages } from './message-texts.js';
import { profileOf } from './model-families.js';
import { type Tally, tallyTexts } from './tally.js';
import type { TokenCount } from './token-count.js';

/** Counts tokens for one model at once, without a promise. {@link loadTokenCounter} makes it. */
export interface TokenCounter {
  /** The model it counts for, as it was named. */
  readonly model: string;
  /** The vocabulary it counts with: `o200k_base`. */
  readonly encoding: string;
  /**
   * Counts a text.
   *
   * @throws {@link KaizenPayloadError} when the text is no string.
   */
  count(text: string): TokenCount;
  /**
   * Counts the messages of a chat with the form around them, as OpenAI documents it. Images, sound and
   * files are not counted, and told in `uncounted`; tool definitions are no messages.
   *
   * @throws {@link KaizenPayloadError} when the messages are no list of objects.
   */
  countMessages(messages: readonly ChatMessage[]): TokenCount;
}

/** The vocabulary of today's OpenAI models: what the counts of others are estimated from. */
const STAND_IN: EncodingName = 'o200k_base';

/** An exact count is off by nothing. */
const NO_ERROR = { low: 0, high: 0 };

/**
 * Loads what counts tokens for a model, which takes a few tenths of a second once for a vocabulary.
 *
 * @param model - A model's name or an encoding's, such as `o200k_base`. Default `gpt-4o`.
 * @throws {@link KaizenOptionsError} when the model is no name.
 * @throws {@link KaizenDependencyError} when `gpt-tokenizer` is not installed.
 *
 * @example
 * ```ts
 * const counter = await loadTokenCounter('gpt-4o');
 * counter.count('hello world').tokens; // 2
 * ```
 */
export async function loadTokenCounter(model = 'gpt-4o'): Promise<TokenCounter> {
  checkModel(model);
  const known = encodingOf(model);
  const tokenizer = await fromTokenizerPackage(ENCODINGS[known ?? STAND_IN]);
  return new LoadedCounter(
    model,
    known ?? STAND_IN,
    tokenizer,
    known ? undefined : profileOf(model),
  );
}

class LoadedCounter implements TokenCounter {
  readonly #tokenizer: Tokenizer;
  readonly #profile: EstimateProfile | undefined;

  constructor(
    readonly model: string,
    readonly encoding: EncodingName,
    tokenizer: Tokenizer,
    profile: EstimateProfile | undefined,
  ) {
    this.#tokenizer = tokenizer;
    this.#profile = profile;
  }

  count(text: string): TokenCount {
    checkText(text);
    return this.#result(tallyTexts(this.#tokenizer, [text]), 0);
  }

  countMessages(messages: readonly ChatMessage[]): TokenCount {
    checkMessages(messages);
    const { texts, overhead, plain, uncounted } = readMessages(messages);
    const count = this.#result(tallyTexts(this.#tokenizer, texts), overhead);
    if (Object.keys(uncounted).length > 0) return { ...withoutRange(count), uncounted };
    return plain && hasDocumentedChats(this.model) ? count : { ...count, method: 'estimate' };
  }

  #result(tally: Tally, overhead: number): TokenCount {
    const counted = this.#profile ? estimateFrom(tally, this.#profile) : tally.tokens;
    const tokens = counted + overhead;
    if (!this.#profile && tally.cuts === 0)
      return { tokens, method: 'exact', encoding: this.encoding };
    const error = this.#profile ? this.#profile.error : NO_ERROR;
    const range = rangeOf(tokens, tally.cuts, error);
    return { tokens, method: 'estimate', encoding: this.encoding, ...(range && { range }) };
  }
}

/** What is not counted may cost anything, so nothing is known of the whole. */
function withoutRange({ tokens, encoding }: TokenCount): TokenCount {
  return { tokens, method: 'estimate', encoding };
}
