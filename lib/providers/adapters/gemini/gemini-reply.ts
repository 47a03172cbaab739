import type { ProviderEvent, ProviderReply } from '../../adapter.js';
import type { ToolCall } from '../../chat/tool.js';
import type { ChatUsage, FinishReason } from '../../chat/usage.js';
import { defined } from '../shared/defined.js';
import { carriedBy, type ReplyPart } from './gemini-carried.js';
import { madeId, replyMark } from './gemini-contents.js';

interface GeminiUsage {
  readonly promptTokenCount?: number;
  readonly toolUsePromptTokenCount?: number;
  readonly candidatesTokenCount?: number;
  readonly thoughtsTokenCount?: number;
  readonly cachedContentTokenCount?: number;
}

/** A reply, or a piece of one: what is read of it. */
export interface GeminiReply {
  readonly candidates?: readonly {
    readonly content?: { readonly parts?: readonly ReplyPart[] };
    readonly finishReason?: string;
  }[];
  readonly promptFeedback?: { readonly blockReason?: string };
  readonly modelVersion?: string;
  readonly usageMetadata?: GeminiUsage;
}

/** A piece of a reply, and what is known of the reply besides: how many calls came before. */
export interface GeminiEvent {
  readonly reply: GeminiReply;
  readonly callsBefore: number;
  /** The mark of the ids that are made for the reply's calls. */
  readonly mark: string;
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  STOP: 'stop',
  FUNCTION_CALL: 'tool-calls',
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  RECITATION: 'content-filter',
  BLOCKLIST: 'content-filter',
  PROHIBITED_CONTENT: 'content-filter',
  SPII: 'content-filter',
  IMAGE_SAFETY: 'content-filter',
  IMAGE_PROHIBITED_CONTENT: 'content-filter',
  IMAGE_RECITATION: 'content-filter',
};

/**
 * Reads a reply.
 *
 * @param mark What the ids that are made for its calls have in common.
 */
export function readGeminiReply(
  reply: GeminiReply | null | undefined,
  mark: string,
): ProviderReply {
  const parts = partsOf(reply);
  return defined({
    text: parts.map(said).join(''),
    toolCalls: callsIn(reply).map((part, index) => toolCall(part, mark, index)),
    carried: carriedBy(parts),
    finishReason: finishReason(reply, callsIn(reply).length),
    usage: reply?.usageMetadata && geminiUsage(reply.usageMetadata),
    model: reply?.modelVersion,
  });
}

/** Reads an event of a stream. */
export function* readGeminiEvent({
  reply,
  callsBefore,
  mark,
}: GeminiEvent): Generator<ProviderEvent, void, undefined> {
  if (reply.modelVersion !== undefined) yield { type: 'model', model: reply.modelVersion };
  for (const part of partsOf(reply)) {
    const text = said(part);
    if (text !== '') yield { type: 'text', text };
  }
  for (const part of carriedBy(partsOf(reply))) yield { type: 'carried', part };
  const calls = callsIn(reply);
  for (const [at, part] of calls.entries()) {
    const index = callsBefore + at;
    yield { type: 'tool', index, ...toolCall(part, mark, index) };
  }
  if (reply.usageMetadata) yield { type: 'usage', usage: geminiUsage(reply.usageMetadata) };
  const reason = finishReason(reply, callsBefore + calls.length);
  if (reason) yield { type: 'finish', reason };
}

/** The events, each with how many calls came before: the vendor does not number them. */
export async function* withCallsBefore(
  replies: AsyncIterable<GeminiReply>,
): AsyncGenerator<GeminiEvent, void, undefined> {
  const mark = replyMark();
  let callsBefore = 0;
  for await (const reply of replies) {
    yield { reply, callsBefore, mark };
    callsBefore += callsIn(reply).length;
  }
}

function partsOf(reply: GeminiReply | null | undefined): readonly ReplyPart[] {
  return reply?.candidates?.[0]?.content?.parts ?? [];
}

function callsIn(reply: GeminiReply | null | undefined): ReplyPart[] {
  return partsOf(reply).filter(({ functionCall }) => functionCall);
}

function said({ text = '', thought }: ReplyPart): string {
  return thought ? '' : text;
}

/** The signature belongs to the call: without it the vendor refuses the chat's next request. */
function toolCall(
  { functionCall, thoughtSignature }: ReplyPart,
  mark: string,
  index: number,
): ToolCall {
  const { id, name = '', args = {} } = functionCall ?? {};
  return {
    id: id ?? madeId(mark, index),
    name,
    arguments: JSON.stringify(args),
    ...(thoughtSignature !== undefined && { vendor: { thoughtSignature } }),
  };
}

/** A prompt that was blocked has no candidates. The vendor says `STOP` for calls too. */
function finishReason(
  reply: GeminiReply | null | undefined,
  calls: number,
): FinishReason | undefined {
  const reason = reply?.candidates?.[0]?.finishReason;
  if (reason === 'STOP' && calls > 0) return 'tool-calls';
  if (reason) return REASONS[reason] ?? 'other';
  return reply?.promptFeedback?.blockReason ? 'content-filter' : undefined;
}

/** The vendor counts thoughts, and what tools of its own read, apart. */
function geminiUsage(usage: GeminiUsage): ChatUsage {
  const {
    promptTokenCount: prompt,
    candidatesTokenCount: said,
    thoughtsTokenCount: thought,
  } = usage;
  return defined({
    inputTokens: sum(prompt, usage.toolUsePromptTokenCount),
    outputTokens: sum(said, thought),
    cacheReadTokens: usage.cachedContentTokenCount,
    reasoningTokens: thought,
  });
}

function sum(first: number | undefined, second: number | undefined): number | undefined {
  return first === undefined && second === undefined ? undefined : (first ?? 0) + (second ?? 0);
}
