import type { ChatUsage } from '../chat/usage.js';
import type { AssistantMessage, SentMessage } from '../chat/message.js';
import type { ChatResult } from '../chat/result.js';
import type { CompressionReceipt } from '../compress/receipt.js';
import type { ChatOptions } from '../options/chat-options.js';
import type { ProviderReply } from '../adapter.js';
import { checkOutput } from '../reply/check-output.js';
import { readData, type ReplyData } from '../reply/read-data.js';
import type { ReplyMode } from '../reply/reply-mode.js';

/** The data of a reply, and what is wrong with it. */
export type CheckedReply = Omit<ReplyData, 'problem'> & {
  readonly problems: readonly string[];
  /** What the caller's own check threw. */
  readonly cause?: unknown;
};

/** Reads the data of a reply and checks it. A reply that calls tools has none yet. */
export async function readReply(
  { text = '', toolCalls = [], finishReason }: ProviderReply,
  mode: ReplyMode,
  { output }: Pick<ChatOptions, 'output'>,
): Promise<CheckedReply> {
  if (toolCalls.length > 0 && text.trim() === '') {
    return { decoded: undefined, data: undefined, problems: [] };
  }
  const { problem, ...found } = readData(text, mode, finishReason === 'stop');
  if (problem !== undefined) return { ...found, problems: toolCalls.length > 0 ? [] : [problem] };
  if (!output || found.data === undefined) return { ...found, problems: [] };
  const checked = await checkOutput(found.data, output);
  // What is said beside calls need not be the answer yet.
  if (toolCalls.length > 0 && checked.problems.length > 0) {
    return { ...found, data: undefined, problems: [] };
  }
  return { ...found, ...checked };
}

/** The reply as a message, for the next turn. One that has something for its vendor alone names it. */
export function messageOf(
  { text = '', toolCalls = [], carried = [] }: ProviderReply,
  provider: string,
): AssistantMessage {
  const isOwn = carried.length > 0 || toolCalls.some(({ vendor }) => vendor);
  const said = text === '' ? [] : [{ type: 'text' as const, text }];
  return {
    role: 'assistant',
    content: carried.length > 0 ? [...carried, ...said] : text,
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(isOwn && { provider }),
  };
}

/** What a result is made of. */
export interface ResultParts {
  readonly provider: string;
  /** The model that was asked. */
  readonly asked: string;
  readonly messages: readonly SentMessage[];
  readonly receipt: CompressionReceipt;
  readonly reply: ProviderReply;
  readonly checked: CheckedReply;
  readonly usage: ChatUsage | undefined;
  readonly raw: unknown;
  readonly requestId: string | undefined;
  readonly attempts: number;
}

/** The result of a call. */
export function resultOf<T>(parts: ResultParts): ChatResult<T> {
  const { reply, checked, asked, messages, receipt, raw, usage, requestId, attempts } = parts;
  const { text = '', toolCalls = [], finishReason = 'other', model = asked } = reply;
  return {
    text,
    data: checked.data as T | undefined,
    encoded: messages,
    decoded: checked.decoded,
    raw,
    usage,
    receipt,
    requestId,
    attempts,
    provider: parts.provider,
    model,
    finishReason,
    toolCalls,
    message: messageOf(reply, parts.provider),
  };
}
