import type { ProviderEvent, ProviderReply } from '../../adapter.js';
import type { RawPart } from '../../chat/part.js';
import type { ChatUsage, FinishReason } from '../../chat/usage.js';
import { defined } from '../shared/defined.js';

/** A block of a message: what is read of it. */
export interface ContentBlock {
  readonly type?: string;
  readonly text?: string;
  readonly id?: string;
  readonly name?: string;
  readonly input?: unknown;
}

interface AnthropicUsage {
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly output_tokens_details?: { readonly thinking_tokens?: number | null } | null;
}

/** A reply: what is read of it. */
export interface AnthropicMessage {
  readonly model?: string;
  readonly content?: readonly ContentBlock[];
  readonly stop_reason?: string | null;
  readonly usage?: AnthropicUsage | null;
}

/** An event of a stream: what is read of it. */
export interface AnthropicEvent {
  readonly type?: string;
  readonly index?: number;
  readonly message?: AnthropicMessage;
  readonly content_block?: ContentBlock;
  readonly delta?: {
    readonly type?: string;
    readonly text?: string;
    readonly partial_json?: string;
    readonly thinking?: string;
    readonly signature?: string;
    readonly stop_reason?: string | null;
  };
  readonly usage?: AnthropicUsage | null;
  /** A block of thoughts that is complete: put in by the adapter. */
  readonly thought?: ContentBlock;
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'content-filter',
};

/** Reads a reply. */
export function readMessage(raw: AnthropicMessage | null | undefined): ProviderReply {
  const content = Array.isArray(raw?.content) ? (raw.content as readonly ContentBlock[]) : [];
  const calls = content.filter(({ type }) => type === 'tool_use');
  return defined({
    text: content.map(({ type, text = '' }) => (type === 'text' ? text : '')).join(''),
    toolCalls: calls.map(({ id = '', name = '', input = {} }) => ({
      id,
      name,
      arguments: JSON.stringify(input),
    })),
    carried: content.filter(isThought).map(rawPart),
    finishReason: finishReason(raw?.stop_reason),
    usage: raw?.usage && anthropicUsage(raw.usage),
    model: raw?.model,
  });
}

/** Reads an event of a stream. */
export function* readAnthropicEvent(
  event: AnthropicEvent,
): Generator<ProviderEvent, void, undefined> {
  const { type, index = 0, message, content_block: block, delta, thought, usage } = event;
  if (thought) yield { type: 'carried', part: rawPart(thought) };
  switch (type) {
    case 'message_start':
      return yield* started(message);
    case 'content_block_start':
      if (block?.type !== 'tool_use') return;
      return yield { type: 'tool', index, ...defined({ id: block.id, name: block.name }) };
    case 'content_block_delta':
      return yield* piece(delta, index);
    case 'message_delta':
      return yield* ended(usage, finishReason(delta?.stop_reason));
  }
}

function* piece(
  delta: AnthropicEvent['delta'],
  index: number,
): Generator<ProviderEvent, void, undefined> {
  if (delta?.type === 'text_delta') yield { type: 'text', text: delta.text ?? '' };
  if (delta?.type === 'input_json_delta') {
    yield { type: 'tool', index, arguments: delta.partial_json ?? '' };
  }
}

function* ended(
  usage: AnthropicEvent['usage'],
  reason: FinishReason | undefined,
): Generator<ProviderEvent, void, undefined> {
  if (usage) yield { type: 'usage', usage: anthropicUsage(usage) };
  if (reason) yield { type: 'finish', reason };
}

/** Whether a block is what the model thought: it has to come back as it is, with its signature. */
export function isThought({ type }: ContentBlock): boolean {
  return type === 'thinking' || type === 'redacted_thinking';
}

function* started(
  message: AnthropicMessage | undefined,
): Generator<ProviderEvent, void, undefined> {
  if (message?.model !== undefined) yield { type: 'model', model: message.model };
  if (message?.usage) yield { type: 'usage', usage: anthropicUsage(message.usage) };
}

function finishReason(reason: string | null | undefined): FinishReason | undefined {
  return reason ? (REASONS[reason] ?? 'other') : undefined;
}

function rawPart(value: ContentBlock): RawPart {
  return { type: 'raw', value };
}

/** The vendor's count of the input leaves the cached tokens out. */
function anthropicUsage(usage: AnthropicUsage): ChatUsage {
  const {
    input_tokens: input,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: written,
  } = usage;
  return defined({
    inputTokens: typeof input === 'number' ? input + (read ?? 0) + (written ?? 0) : undefined,
    outputTokens: usage.output_tokens,
    cacheReadTokens: read,
    cacheWriteTokens: written,
    reasoningTokens: usage.output_tokens_details?.thinking_tokens,
  });
}
