import type { ErrorView, ProviderEvent, ProviderReply } from '../../adapter.js';
import type { RawPart } from '../../chat/part.js';
import { madeCallId } from '../../chat/made-call-id.js';
import type { ToolCall } from '../../chat/tool.js';
import type { ChatUsage, FinishReason } from '../../chat/usage.js';
import { defined } from '../shared/defined.js';
import type {
  CohereEvent,
  CohereMessage,
  CohereNotes,
  CoherePart,
  CohereReply,
  CohereToolCall,
  CohereUsage,
} from './cohere-words.js';

type Events = Generator<ProviderEvent, void, undefined>;

const REASONS: Readonly<Record<string, FinishReason>> = {
  COMPLETE: 'stop',
  STOP_SEQUENCE: 'stop',
  MAX_TOKENS: 'length',
  TOOL_CALL: 'tool-calls',
};

/** How Cohere tells that it gave up, where a reply tells why it ended. */
const FAILURES = ['ERROR', 'TIMEOUT'];

/** Reads a reply. It does not tell the model. */
export function readCohereReply(raw: CohereReply | null | undefined): ProviderReply {
  const { message, finishReason, usage } = raw ?? {};
  return defined({
    text: message && textIn(message),
    toolCalls: message?.toolCalls?.map(wholeCall),
    carried: message && carriedBy(message).map(rawPart),
    finishReason: reasonOf(finishReason),
    usage: usage && cohereUsage(usage),
    error: failureOf(finishReason),
  });
}

/** Reads an event of a stream. */
export function* readCohereEvent(event: CohereEvent): Events {
  const { type, index = 0, delta } = event;
  switch (type) {
    case 'content-start':
    case 'content-delta':
      return yield* piece(delta?.message?.content);
    case 'tool-call-start':
    case 'tool-call-delta':
      return yield { type: 'tool', index, ...pieces(delta?.message?.toolCalls ?? {}) };
    case 'message-end':
      return yield* ended(event);
  }
}

/** Whether a part is what the model thought: it has to come back as it is. */
function isThought({ type }: CoherePart): boolean {
  return type === 'thinking';
}

function* piece(content: CoherePart | undefined): Events {
  if (content?.text) yield { type: 'text', text: content.text };
}

function* ended({ delta, carried = [] }: CohereEvent): Events {
  for (const each of carried) yield { type: 'carried', part: rawPart(each) };
  const failure = failureOf(delta?.finishReason, delta?.error);
  if (failure) yield { type: 'error', error: failure };
  if (delta?.usage) yield { type: 'usage', usage: cohereUsage(delta.usage) };
  const reason = reasonOf(delta?.finishReason);
  if (reason) yield { type: 'finish', reason };
}

function textIn({ content }: CohereMessage): string {
  return (content ?? []).map(({ type, text = '' }) => (type === 'text' ? text : '')).join('');
}

function carriedBy({ content, toolPlan, citations }: CohereMessage): (CoherePart | CohereNotes)[] {
  return [...(content ?? []).filter(isThought), ...notesOf({ toolPlan, citations })];
}

/** What there is of them, each on its own. */
export function notesOf({
  toolPlan,
  citations = [],
}: {
  [K in keyof CohereNotes]: CohereNotes[K] | undefined;
}): CohereNotes[] {
  return [...(toolPlan ? [{ toolPlan }] : []), ...(citations.length > 0 ? [{ citations }] : [])];
}

function rawPart(value: CoherePart | CohereNotes): RawPart {
  return { type: 'raw', value };
}

function reasonOf(reason: string | undefined): FinishReason | undefined {
  return reason ? (REASONS[reason] ?? 'other') : undefined;
}

function failureOf(reason: string | undefined, message?: string): ErrorView | undefined {
  if (message === undefined && !FAILURES.includes(reason ?? '')) return undefined;
  return defined({ code: reason, kind: 'server' as const, message });
}

function wholeCall(call: CohereToolCall): ToolCall {
  return { id: madeCallId(), name: '', arguments: '', ...pieces(call) };
}

function pieces({ id, function: called }: CohereToolCall): Partial<ToolCall> {
  return defined({ id, name: called?.name, arguments: called?.arguments });
}

/** What is billed leaves out what Cohere adds to the prompt: it counts where nothing else is told. */
function cohereUsage({ tokens, billedUnits, cachedTokens }: CohereUsage): ChatUsage {
  return defined({
    inputTokens: tokens?.inputTokens ?? billedUnits?.inputTokens,
    outputTokens: tokens?.outputTokens ?? billedUnits?.outputTokens,
    cacheReadTokens: cachedTokens,
  });
}
