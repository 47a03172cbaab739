import { KaizenOptionsError } from '../errors/options.error.js';
import type { ChatMessage } from './chat-message.js';
import { checkAmount, checkModel } from './check-input.js';
import { type ContextWindow, contextWindowOf } from './context-window.js';
import { estimateTokens } from './estimate-tokens.js';
import type { TokenCount } from './token-count.js';

/** What a prompt has to fit into. */
export interface FitsContextOptions {
  /** The model's name. */
  readonly model: string;
  /** Tokens to keep free for the reply, and for what is sent beside the input. Default 0. */
  readonly reserve?: number;
  /** The model's context window in tokens, prompt and reply. Needed for models that are not OpenAI's. */
  readonly limit?: number;
}

/** Whether a prompt fits, and how closely. */
export interface ContextFit {
  /** Whether it fits. An estimate has to fit with the most it may be. */
  readonly fits: boolean;
  /** The tokens of the input. */
  readonly tokens: number;
  /** The context window, in tokens. */
  readonly limit: number;
  /**
   * The tokens that are left beside the input and the reserve; negative when it does not fit. Reckoned
   * with the high end of an estimate's range, and with the model's limit of the prompt where it has one.
   */
  readonly left: number;
  /** How `tokens` is known. */
  readonly method: TokenCount['method'];
}

/**
 * Tells whether a text, or a chat's messages, fit a model's context window.
 *
 * @throws {@link KaizenOptionsError} when the window of the model is not known and no `limit` is given.
 * @throws {@link KaizenPayloadError} when the input is neither a string nor a list of messages.
 * @throws {@link KaizenDependencyError} when `gpt-tokenizer` is not installed.
 *
 * @example
 * ```ts
 * const { fits, left } = await fitsContext(messages, { model: 'gpt-4o', reserve: 4_000 });
 * await fitsContext(text, { model: 'claude-sonnet-5', limit: 200_000 });
 * ```
 */
export async function fitsContext(
  input: string | readonly ChatMessage[],
  options: FitsContextOptions,
): Promise<ContextFit> {
  const { model, reserve = 0, limit } = checkOptions(options);
  const window = limit === undefined ? await knownWindow(model) : { tokens: limit };
  const count = await estimateTokens(input, model);
  const left = roomFor(window, reserve) - (count.range?.high ?? count.tokens);
  const { tokens, method } = count;
  return { fits: left >= 0, tokens, limit: window.tokens, left, method };
}

function checkOptions(options: FitsContextOptions): FitsContextOptions {
  if (typeof options !== 'object' || (options as unknown) === null)
    throw new KaizenOptionsError('The options are no object. Pass { model: "gpt-4o" }.', 'options');
  checkModel(options.model);
  checkAmount(options.reserve, 'reserve');
  checkAmount(options.limit, 'limit');
  return options;
}

async function knownWindow(model: string): Promise<ContextWindow> {
  const window = await contextWindowOf(model);
  if (window) return window;
  throw new KaizenOptionsError(
    'The context window of this model is not known. Pass it as the option "limit", in tokens.',
    'limit',
  );
}

/** The most tokens that the prompt may take. */
function roomFor({ tokens, prompt = tokens }: ContextWindow, reserve: number): number {
  return Math.min(tokens - reserve, prompt);
}
