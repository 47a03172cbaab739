import type { DecodedReply } from '../../ktof/reply/decoded-reply.js';
import type { CompressionReceipt } from '../compress/receipt.js';
import type { AssistantMessage, SentMessage } from './message.js';
import type { ToolCall } from './tool.js';
import type { ChatUsage, FinishReason } from './usage.js';

/**
 * What a chat came to.
 *
 * @typeParam T What the data is expected to be: checked with the option `output`, else not.
 */
export interface ChatResult<T = unknown> {
  /** What the model said; empty when it only calls tools. */
  readonly text: string;
  /** The data in it; `undefined` where it has none, or `reply` is `text`. */
  readonly data: T | undefined;
  /** The messages as they were sent. */
  readonly encoded: readonly SentMessage[];
  /** How the data was found, and what was repaired; `undefined` where nothing was read. */
  readonly decoded: DecodedReply | undefined;
  /** The vendor's own reply; of a stream `undefined`. */
  readonly raw: unknown;
  /** The tokens as the vendor counts them, all requests of the call together. */
  readonly usage: ChatUsage | undefined;
  /** What compressing came to. */
  readonly receipt: CompressionReceipt;
  /** The vendor's id of the request. */
  readonly requestId: string | undefined;
  /** How many requests were sent. */
  readonly attempts: number;
  /** Who answered: `openai`. */
  readonly provider: string;
  /** The model that answered, as the vendor names it; where it does not, the one that was asked. */
  readonly model: string;
  readonly finishReason: FinishReason;
  readonly toolCalls: readonly ToolCall[];
  /** The reply as a message, to be put behind those that were sent. */
  readonly message: AssistantMessage;
}

/**
 * What a stream tells: `text` as it comes, `usage` whenever the vendor tells more of it, `tool-call` for each
 * call once the model has said its last word, and at last `done` with all there is.
 */
export type ChatStreamEvent<T = unknown> =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ToolCall }
  | { readonly type: 'usage'; readonly usage: ChatUsage }
  | ({ readonly type: 'done' } & ChatResult<T>);
