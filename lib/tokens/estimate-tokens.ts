import { KaizenOptionsError } from '../errors/options.error.js';
import type { ChatMessage } from './chat-message.js';
import type { TokenCount } from './token-count.js';
import { loadTokenCounter } from './token-counter.js';

/** What tokens are counted for. */
export interface EstimateTokensOptions {
  /** A model's name or an encoding's, such as `o200k_base`. Default `gpt-4o`. */
  readonly model?: string;
}

/**
 * Counts the tokens of a text, or of a chat's messages with the form around them.
 *
 * @param options The model, or options that name it.
 * @returns The count, whether it is exact, and for an estimate where the true count may lie.
 * @throws {@link KaizenPayloadError} when the input is neither a string nor a list of messages.
 * @throws {@link KaizenOptionsError} when the model is no name.
 * @throws {@link KaizenDependencyError} when `gpt-tokenizer` is not installed.
 *
 * @example
 * ```ts
 * const { tokens, method } = await estimateTokens(messages, { model: 'claude-sonnet-5' });
 * ```
 */
export async function estimateTokens(
  input: string | readonly ChatMessage[],
  options?: string | EstimateTokensOptions,
): Promise<TokenCount> {
  const counter = await loadTokenCounter(modelIn(options));
  return Array.isArray(input) ? counter.countMessages(input) : counter.count(input as string);
}

function modelIn(options: string | EstimateTokensOptions | undefined): string | undefined {
  if (options === undefined || typeof options === 'string') return options;
  if (typeof options === 'object' && (options as unknown) !== null) return options.model;
  throw new KaizenOptionsError(
    'The options to count with are neither a model nor an object. Pass { model: "gpt-4o" }.',
    'options',
  );
}
