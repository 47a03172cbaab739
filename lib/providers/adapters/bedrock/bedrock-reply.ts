import type { ProviderReply } from '../../adapter.js';
import type { RawPart } from '../../chat/part.js';
import type { ToolCall } from '../../chat/tool.js';
import type { ChatUsage, FinishReason } from '../../chat/usage.js';
import { defined } from '../shared/defined.js';

/** A call of a tool. */
export interface ToolUse {
  readonly toolUseId?: string;
  readonly name?: string;
  readonly input?: unknown;
  /** `server_tool_use`: Bedrock runs the tool itself. */
  readonly type?: string;
}

/** A block of a message: what is read of it. */
interface ContentBlock {
  readonly text?: string;
  readonly toolUse?: ToolUse;
  readonly reasoningContent?: unknown;
  readonly citationsContent?: { readonly content?: readonly { readonly text?: string }[] };
}

/** The tokens of a call. */
export interface TokenUsage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cacheReadInputTokens?: number;
  readonly cacheWriteInputTokens?: number;
}

/** A reply: what is read of it. */
export interface ConverseReply {
  readonly output?: { readonly message?: { readonly content?: readonly ContentBlock[] } };
  readonly stopReason?: string;
  readonly usage?: TokenUsage;
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  guardrail_intervened: 'content-filter',
  content_filtered: 'content-filter',
};

/** Reads a reply. */
export function readConverse(raw: ConverseReply | null | undefined): ProviderReply {
  const content = raw?.output?.message?.content ?? [];
  return defined({
    text: content.map(textOf).join(''),
    toolCalls: content.flatMap(({ toolUse }) =>
      toolUse && isCall(toolUse) ? [call(toolUse)] : [],
    ),
    carried: content.flatMap(({ reasoningContent }) =>
      reasoningContent === undefined ? [] : [thoughtPart(reasoningContent)],
    ),
    finishReason: finishReason(raw?.stopReason),
    usage: raw?.usage && bedrockUsage(raw.usage),
  });
}

/** Whether the application has to run the tool. */
export function isCall({ type }: ToolUse): boolean {
  return type !== 'server_tool_use';
}

/** A text that cites its sources comes in pieces. */
function textOf({ text = '', citationsContent }: ContentBlock): string {
  const cited = citationsContent?.content ?? [];
  return text + cited.map((piece) => piece.text ?? '').join('');
}

function call({ toolUseId = '', name = '', input = {} }: ToolUse): ToolCall {
  return { id: toolUseId, name, arguments: JSON.stringify(input) };
}

/** A block of thoughts: it has to come back as it is, with its signature. */
export function thoughtPart(reasoningContent: unknown): RawPart {
  return { type: 'raw', value: { reasoningContent } };
}

/** Why the model stopped; `undefined` for what is no reply. */
export function finishReason(reason: string | undefined): FinishReason | undefined {
  return reason ? (REASONS[reason] ?? 'other') : undefined;
}

/** Bedrock's count of the input leaves the cached tokens out. */
export function bedrockUsage(usage: TokenUsage): ChatUsage {
  const { inputTokens, cacheReadInputTokens: read, cacheWriteInputTokens: written } = usage;
  return defined({
    inputTokens: inputTokens === undefined ? undefined : inputTokens + (read ?? 0) + (written ?? 0),
    outputTokens: usage.outputTokens,
    cacheReadTokens: read,
    cacheWriteTokens: written,
  });
}
