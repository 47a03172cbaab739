import { KaizenOptionsError } from '../../errors/options.error.js';
import type { ProviderEvent } from '../adapter.js';
import type { ChatMessage } from '../chat/message.js';
import type { ChatResult, ChatStreamEvent } from '../chat/result.js';
import type { ChatOptions } from '../options/chat-options.js';
import { requestOf } from './call-plan.js';
import { ChatCall, type PreparedChat } from './chat-call.js';
import { EventSource } from './event-source.js';
import { rejectWrong } from './generate.js';
import { leavable } from './leavable.js';
import type { ProviderParts } from './provider-parts.js';
import { readReply, resultOf } from './read-reply.js';

/**
 * Asks a model and tells its reply as it comes.
 *
 * @param check Called first of all, with the first `next()`.
 */
export function stream<T>(
  parts: ProviderParts,
  messages: readonly ChatMessage[],
  options: ChatOptions,
  check: () => void,
): AsyncGenerator<ChatStreamEvent<T>, void, undefined> {
  let call: ChatCall | undefined;
  const begin = (): ChatCall => {
    check();
    refuseReask(options);
    return (call = new ChatCall(parts, messages, options, true));
  };
  return leavable(events<T>(begin), () => call?.clock.giveUp());
}

async function* events<T>(
  begin: () => ChatCall,
): AsyncGenerator<ChatStreamEvent<T>, void, undefined> {
  const call = begin();
  const { trace } = call;
  let source: EventSource | undefined;
  try {
    const prepared = await trace.run(() => call.prepare());
    const opened = new EventSource(call, prepared.adapter, requestOf(call.plan, prepared.messages));
    source = opened;
    const next = () => trace.run(() => opened.next());
    for (let event = await next(); event; event = await next()) {
      trace.received();
      const told = tell(event, source);
      if (told) yield told;
    }
    for (const toolCall of opened.reply.toolCalls) yield { type: 'tool-call', call: toolCall };
    const result = await resultAt<T>(call, prepared, opened);
    trace.succeeded(result);
    yield { type: 'done', ...result };
  } catch (error) {
    throw call.failed(error);
  } finally {
    call.clock.giveUp();
    source?.close();
  }
}

function tell(event: ProviderEvent, { reply }: EventSource): ChatStreamEvent<never> | undefined {
  if (event.type === 'text' && event.text !== '') return { type: 'text', text: event.text };
  return event.type === 'usage' && reply.usage ? { type: 'usage', usage: reply.usage } : undefined;
}

async function resultAt<T>(
  call: ChatCall,
  { messages, receipt }: PreparedChat,
  source: EventSource,
): Promise<ChatResult<T>> {
  const reply = source.reply.reply();
  const checked = await readReply(reply, call.plan.mode, call.options);
  rejectWrong(call, reply, checked);
  const { attempts } = call.retries;
  const { requestId } = source.notes;
  return resultOf<T>({
    provider: call.parts.name,
    asked: call.plan.model,
    messages,
    receipt,
    reply,
    checked,
    usage: reply.usage,
    raw: undefined,
    requestId,
    attempts,
  });
}

/** What was told cannot be taken back. */
function refuseReask({ output }: ChatOptions): void {
  if (!output?.reask) return;
  throw new KaizenOptionsError(
    'A stream cannot be asked again: its text has been told. Leave "reask" out, or use chat().',
    'output.reask',
  );
}
