import type { ProviderEvent } from '../../adapter.js';
import { defined } from '../shared/defined.js';
import {
  bedrockUsage,
  finishReason,
  thoughtPart,
  type TokenUsage,
  type ToolUse,
} from './bedrock-reply.js';

/** What a piece of the model's thoughts has. */
export interface ReasoningDelta {
  readonly text?: string;
  readonly signature?: string;
  readonly redactedContent?: Uint8Array;
}

interface BlockStart {
  readonly contentBlockIndex?: number;
  readonly start?: { readonly toolUse?: ToolUse };
}

interface BlockDelta {
  readonly contentBlockIndex?: number;
  readonly delta?: {
    readonly text?: string;
    readonly toolUse?: { readonly input?: string };
    readonly reasoningContent?: ReasoningDelta;
  };
}

/** An event of a stream: what is read of it. */
export interface ConverseEvent {
  readonly contentBlockStart?: BlockStart;
  readonly contentBlockDelta?: BlockDelta;
  readonly contentBlockStop?: { readonly contentBlockIndex?: number };
  readonly messageStop?: { readonly stopReason?: string };
  readonly metadata?: { readonly usage?: TokenUsage };
  /** Thoughts that are complete: put in by the adapter. */
  readonly thought?: unknown;
}

/** Reads an event of a stream. */
export function* readConverseEvent(
  event: ConverseEvent,
): Generator<ProviderEvent, void, undefined> {
  const { contentBlockStart: start, contentBlockDelta: delta, messageStop, metadata } = event;
  if (start) yield* readStart(start);
  if (delta) yield* readDelta(delta);
  if (event.thought !== undefined) yield { type: 'carried', part: thoughtPart(event.thought) };
  if (metadata?.usage) yield { type: 'usage', usage: bedrockUsage(metadata.usage) };
  const reason = finishReason(messageStop?.stopReason);
  if (reason) yield { type: 'finish', reason };
}

/** The block that an event belongs to; `undefined` where it belongs to none. */
export function blockOf(event: ConverseEvent): number | undefined {
  const { contentBlockStart, contentBlockDelta, contentBlockStop } = event;
  const block = contentBlockStart ?? contentBlockDelta ?? contentBlockStop;
  return block && (block.contentBlockIndex ?? 0);
}

function* readStart({
  contentBlockIndex: index = 0,
  start,
}: BlockStart): Generator<ProviderEvent, void, undefined> {
  if (!start?.toolUse) return;
  const { toolUseId: id, name } = start.toolUse;
  yield { type: 'tool', index, ...defined({ id, name }) };
}

function* readDelta({
  contentBlockIndex: index = 0,
  delta,
}: BlockDelta): Generator<ProviderEvent, void, undefined> {
  if (delta?.text) yield { type: 'text', text: delta.text };
  if (delta?.toolUse) yield { type: 'tool', index, arguments: delta.toolUse.input ?? '' };
}
