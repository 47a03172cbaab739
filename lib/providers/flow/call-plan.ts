import { KaizenOptionsError } from '../../errors/options.error.js';
import type { ChatRequest } from '../adapter.js';
import type { SentMessage } from '../chat/message.js';
import type { ChatOptions } from '../options/chat-options.js';
import type { CompressOptions } from '../options/compress-options.js';
import type { ProviderOptions } from '../options/provider-options.js';
import { type ReplyMode, replyModeOf, responseFormatOf } from '../reply/reply-mode.js';
import { defined } from '../adapters/shared/defined.js';

/** What holds for one call: what it was told itself, else what its provider was told. */
export interface CallPlan {
  readonly model: string;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly compress: false | CompressOptions;
  readonly countTokens: boolean;
  readonly mode: ReplyMode;
  /** The request without its messages. */
  readonly request: Omit<ChatRequest, 'messages'>;
}

/**
 * Decides what holds for a call.
 *
 * @throws `KaizenOptionsError` when there is no model.
 */
export function planCall(
  own: ChatOptions,
  given: Readonly<ProviderOptions>,
  label: string,
): CallPlan {
  const model = own.model ?? given.model;
  if (model === undefined) throw noModel(label);
  const {
    timeoutMs = 600_000,
    maxRetries = 2,
    countTokens = false,
  } = { ...given, ...defined(own) };
  const mode = replyModeOf(own);
  return {
    model,
    timeoutMs,
    maxRetries,
    countTokens,
    mode,
    headers: { ...given.headers, ...own.headers },
    compress: compressOptions(own.compress, given.compress),
    request: request(model, own, given, mode),
  };
}

/** The request with its messages. */
export function requestOf({ request }: CallPlan, messages: readonly SentMessage[]): ChatRequest {
  return { ...request, messages };
}

function request(
  model: string,
  own: ChatOptions,
  given: Readonly<ProviderOptions>,
  mode: ReplyMode,
): CallPlan['request'] {
  const { topP, stop, tools, toolChoice, vendor } = own;
  return {
    model,
    ...defined({
      maxTokens: own.maxTokens ?? given.maxTokens,
      temperature: own.temperature ?? given.temperature,
      topP,
      stop,
      tools: tools?.length ? tools : undefined,
      toolChoice,
      vendor,
      responseFormat: responseFormatOf(own, mode),
    }),
  };
}

function compressOptions(
  own: ChatOptions['compress'],
  given: ProviderOptions['compress'] = true,
): false | CompressOptions {
  if (own === false || (own === undefined && given === false)) return false;
  return { ...(typeof given === 'object' && given), ...(typeof own === 'object' && own) };
}

function noModel(label: string): KaizenOptionsError {
  return new KaizenOptionsError(
    `${label} was asked without a model. Give the option "model" to the provider or to the call.`,
    'model',
  );
}
