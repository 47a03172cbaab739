import type { ProviderEvent, ProviderReply } from '../../adapter.js';
import { madeCallId } from '../../chat/made-call-id.js';
import type { ToolCall } from '../../chat/tool.js';
import type { ChatUsage, FinishReason } from '../../chat/usage.js';
import { defined } from '../shared/defined.js';
import type {
  ChatCompletion,
  ChatCompletionUsage,
  ChatPart,
  ChatToolCall,
  ChatWords,
} from './chat-client.js';
import { streamedError } from './sdk-error.js';

/** Also those of Together (`eos`), of Text Generation Inference (`eos_token`) and of older servers. */
const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  stop_sequence: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
};

/** Reads a reply of chat completions. */
export function readCompletion(raw: ChatCompletion | null | undefined): ProviderReply {
  const choice = raw?.choices?.[0];
  const words = choice?.message;
  return defined({
    text: words && textIn(words),
    toolCalls: words?.tool_calls?.map(toolCall),
    finishReason: finishReason(choice?.finish_reason),
    usage: raw?.usage && chatUsage(raw.usage),
    model: raw?.model,
  });
}

/** Reads an event of a stream of chat completions. */
export function* readChunk(chunk: ChatCompletion): Iterable<ProviderEvent> {
  const [choice] = chunk.choices ?? [];
  if (chunk.error) yield { type: 'error', error: streamedError(chunk.error) };
  if (chunk.model) yield { type: 'model', model: chunk.model };
  if (choice?.delta) yield* readDelta(choice.delta);
  const reason = finishReason(choice?.finish_reason);
  if (reason) yield { type: 'finish', reason };
  if (chunk.usage) yield { type: 'usage', usage: chatUsage(chunk.usage) };
}

function* readDelta(delta: ChatWords): Iterable<ProviderEvent> {
  const text = textIn(delta);
  if (text) yield { type: 'text', text };
  for (const [place, call] of (delta.tool_calls ?? []).entries()) {
    yield { type: 'tool', index: call.index ?? place, ...pieces(call) };
  }
}

function textIn({ content, refusal }: ChatWords): string | null | undefined {
  if (!Array.isArray(content)) return (content as string | null | undefined) ?? refusal;
  return (content as readonly (string | ChatPart)[]).map(textOfPart).join('') || refusal;
}

/** Thoughts are parts too, and no text. */
function textOfPart(part: string | ChatPart): string {
  if (typeof part === 'string') return part;
  const { type = 'text', text = '' } = part;
  return type === 'text' || type === 'output_text' ? text : '';
}

function finishReason(reason: string | null | undefined): FinishReason | undefined {
  return reason ? (REASONS[reason] ?? 'other') : undefined;
}

function toolCall(call: ChatToolCall): ToolCall {
  const { id = madeCallId(), name = '', arguments: given = '' } = pieces(call);
  return { id, name, arguments: given === '' ? '{}' : given };
}

function pieces({ id, function: called }: ChatToolCall): Partial<ToolCall> {
  // Some endpoints repeat both in every piece, as empty texts.
  return defined({
    id: id === '' ? undefined : id,
    name: called?.name === '' ? undefined : called?.name,
    arguments: called?.arguments,
  });
}

function chatUsage(usage: ChatCompletionUsage): ChatUsage {
  return defined({
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
    cacheReadTokens: usage.prompt_tokens_details?.cached_tokens,
    cacheWriteTokens: usage.prompt_tokens_details?.cache_write_tokens,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens,
  });
}
