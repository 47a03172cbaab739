import type { ErrorView, ProviderEvent, ProviderReply } from '../../adapter.js';
import type { RawPart } from '../../chat/part.js';
import { madeCallId } from '../../chat/made-call-id.js';
import type { ToolCall } from '../../chat/tool.js';
import type { ChatUsage, FinishReason } from '../../chat/usage.js';
import { defined } from '../shared/defined.js';
import type {
  MistralCompletion,
  MistralMessage,
  MistralPart,
  MistralToolCall,
  MistralUsage,
} from './mistral-words.js';

const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  model_length: 'length',
  tool_calls: 'tool-calls',
  content_filter: 'content-filter',
};

/** How Mistral tells that it gave up, where a reply tells why it ended. */
const FAILED = 'error';
const FAILURE: ErrorView = { code: FAILED, kind: 'server' };

/** Reads a reply. */
export function readMistralReply(raw: MistralCompletion | null | undefined): ProviderReply {
  const { choices: [choice] = [], usage, model } = raw ?? {};
  return defined({
    ...(choice?.message && readMessage(choice.message)),
    finishReason: finishReason(choice?.finishReason),
    usage: usage && mistralUsage(usage),
    model,
    error: choice?.finishReason === FAILED ? FAILURE : undefined,
  });
}

function readMessage(words: MistralMessage): ProviderReply {
  return defined({
    text: textIn(words),
    toolCalls: words.toolCalls?.map(wholeCall),
    carried: partsIn(words).filter(isThought).map(rawPart),
  });
}

/** Reads an event of a stream. */
export function* readMistralEvent(event: MistralCompletion): Iterable<ProviderEvent> {
  const [choice] = event.choices ?? [];
  if (event.model) yield { type: 'model', model: event.model };
  if (choice?.delta) yield* readDelta(choice.delta);
  if (event.thought) yield { type: 'carried', part: rawPart(event.thought) };
  if (choice?.finishReason === FAILED) yield { type: 'error', error: FAILURE };
  const reason = finishReason(choice?.finishReason);
  if (reason) yield { type: 'finish', reason };
  if (event.usage) yield { type: 'usage', usage: mistralUsage(event.usage) };
}

/** Whether a part is what the model thought: it has to come back as it is, with its signature. */
export function isThought({ type }: MistralPart): boolean {
  return type === 'thinking';
}

/** The parts of a message; a plain text has none. */
export function partsIn({ content }: MistralMessage): readonly MistralPart[] {
  return Array.isArray(content) ? (content as readonly MistralPart[]) : [];
}

function* readDelta(delta: MistralMessage): Iterable<ProviderEvent> {
  const text = textIn(delta);
  if (text) yield { type: 'text', text };
  for (const [place, call] of (delta.toolCalls ?? []).entries()) {
    yield { type: 'tool', index: call.index ?? place, ...pieces(call) };
  }
}

function textIn(words: MistralMessage): string {
  if (typeof words.content === 'string') return words.content;
  return partsIn(words)
    .map(({ type, text = '' }) => (type === 'text' ? text : ''))
    .join('');
}

function finishReason(reason: string | null | undefined): FinishReason | undefined {
  return reason ? (REASONS[reason] ?? 'other') : undefined;
}

function wholeCall(call: MistralToolCall): ToolCall {
  return { id: madeCallId(), name: '', arguments: '', ...pieces(call) };
}

function pieces(call: MistralToolCall): Partial<ToolCall> {
  const given = call.function?.arguments;
  return defined({
    id: idOf(call),
    name: call.function?.name === '' ? undefined : call.function?.name,
    arguments: typeof given === 'object' ? JSON.stringify(given) : given,
  });
}

/** The id of a call, where the vendor gave one. */
export function idOf({ id }: MistralToolCall): string | undefined {
  return id === '' || id === 'null' ? undefined : id;
}

function rawPart(value: MistralPart): RawPart {
  return { type: 'raw', value };
}

function mistralUsage(usage: MistralUsage): ChatUsage {
  return defined({
    inputTokens: usage.promptTokens,
    outputTokens: usage.completionTokens,
    cacheReadTokens: usage.prompt_tokens_details?.cached_tokens ?? usage.num_cached_tokens,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens,
  });
}
