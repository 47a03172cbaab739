import type { ProviderEvent, ProviderReply } from '../../adapter.js';
import type { RawPart } from '../../chat/part.js';
import type { ToolCall } from '../../chat/tool.js';
import type { ChatUsage, FinishReason } from '../../chat/usage.js';
import { defined } from '../shared/defined.js';
import { streamedError } from './sdk-error.js';

/** An item of a response: what is read of it. */
interface OutputItem {
  readonly type?: string;
  readonly id?: string;
  readonly call_id?: string;
  readonly name?: string;
  readonly arguments?: string;
  readonly content?: readonly { readonly text?: string; readonly refusal?: string }[];
}

interface ResponseUsage {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly input_tokens_details?: {
    readonly cached_tokens?: number;
    readonly cache_write_tokens?: number;
  } | null;
  readonly output_tokens_details?: { readonly reasoning_tokens?: number } | null;
}

/** A response: what is read of it. */
export interface ModelResponse {
  readonly model?: string;
  readonly status?: string;
  readonly output?: readonly OutputItem[];
  readonly incomplete_details?: { readonly reason?: string } | null;
  readonly usage?: ResponseUsage | null;
  readonly error?: unknown;
}

/** An event of a streamed response: what is read of it. */
export interface ResponseEvent {
  readonly type?: string;
  readonly delta?: unknown;
  readonly output_index?: number;
  readonly item?: OutputItem;
  readonly response?: ModelResponse;
}

const INCOMPLETE: Readonly<Record<string, FinishReason>> = {
  max_output_tokens: 'length',
  content_filter: 'content-filter',
};

/** Reads a response. */
export function readResponse(raw: ModelResponse | null | undefined): ProviderReply {
  const output = raw?.output ?? [];
  const toolCalls = output.filter(({ type }) => type === 'function_call').map(toolCall);
  return defined({
    text: output
      .flatMap(({ type, content }) => (type === 'message' ? (content ?? []) : []))
      .map(({ text, refusal }) => text ?? refusal ?? '')
      .join(''),
    toolCalls,
    carried: toolCalls.length > 0 ? thoughts(output) : undefined,
    finishReason: finishReason(raw, toolCalls.length > 0),
    usage: raw?.usage && responseUsage(raw.usage),
    model: raw?.model,
    error: raw?.status === 'failed' ? streamedError(raw.error) : undefined,
  });
}

/** Reads an event of a streamed response. */
export function* readResponseEvent(
  event: ResponseEvent,
): Generator<ProviderEvent, void, undefined> {
  const { type, delta, output_index: index = 0, item, response } = event;
  switch (type) {
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return yield { type: 'text', text: String(delta) };
    case 'response.output_item.added':
      if (item?.type === 'function_call')
        yield { type: 'tool', index, ...toolCall({ ...item, arguments: '' }) };
      return;
    case 'response.function_call_arguments.delta':
      return yield { type: 'tool', index, arguments: String(delta) };
    case 'response.completed':
    case 'response.incomplete':
    case 'response.failed':
      return yield* lastWord(response);
    case 'error':
      return yield { type: 'error', error: streamedError(event) };
  }
}

function* lastWord(response: ModelResponse | undefined): Generator<ProviderEvent, void, undefined> {
  const { model, usage, carried = [], finishReason: reason, error } = readResponse(response);
  if (model !== undefined) yield { type: 'model', model };
  for (const part of carried) yield { type: 'carried', part };
  if (usage) yield { type: 'usage', usage };
  if (error) return yield { type: 'error', error };
  if (reason) yield { type: 'finish', reason };
}

function finishReason(
  raw: ModelResponse | null | undefined,
  calls: boolean,
): FinishReason | undefined {
  if (raw?.status === 'completed') return calls ? 'tool-calls' : 'stop';
  if (raw?.status !== 'incomplete') return undefined;
  return INCOMPLETE[raw.incomplete_details?.reason ?? ''] ?? 'other';
}

/** The model wants its thoughts back with the results of the calls that they led to. */
function thoughts(output: readonly OutputItem[]): RawPart[] {
  const found = output.filter(({ type }) => type === 'reasoning');
  return found.map((value) => ({ type: 'raw', value }));
}

function toolCall({ id, call_id: callId, name = '', arguments: given = '' }: OutputItem): ToolCall {
  return {
    id: callId ?? id ?? '',
    name,
    arguments: given,
    ...(id !== undefined && { vendor: { id } }),
  };
}

function responseUsage(usage: ResponseUsage): ChatUsage {
  return defined({
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.input_tokens_details?.cached_tokens,
    cacheWriteTokens: usage.input_tokens_details?.cache_write_tokens,
    reasoningTokens: usage.output_tokens_details?.reasoning_tokens,
  });
}
