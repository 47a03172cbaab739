import type { ProviderAdapter, ProviderReply } from '../adapter.js';
import type { ChatMessage, SentMessage } from '../chat/message.js';
import type { ChatResult } from '../chat/result.js';
import type { ChatUsage } from '../chat/usage.js';
import type { ChatOptions } from '../options/chat-options.js';
import { addUsage } from './add-usage.js';
import { ChatCall, type PreparedChat } from './chat-call.js';
import { requestOf } from './call-plan.js';
import { faultOf, FlowFault } from './flow-fault.js';
import type { ProviderParts } from './provider-parts.js';
import { type CheckedReply, messageOf, readReply, resultOf } from './read-reply.js';

/** A reply that came at once. */
interface Answer {
  readonly raw: unknown;
  readonly reply: ProviderReply;
  readonly checked: CheckedReply;
  readonly requestId: string | undefined;
}

/** Asks a model and waits for all of its reply. */
export async function generate<T>(
  parts: ProviderParts,
  messages: readonly ChatMessage[],
  options: ChatOptions,
): Promise<ChatResult<T>> {
  const call = new ChatCall(parts, messages, options, false);
  try {
    const result = await call.trace.run(async () => answered<T>(call, await call.prepare()));
    call.trace.succeeded(result);
    return result;
  } catch (error) {
    throw call.failed(error);
  } finally {
    call.clock.stop();
  }
}

async function answered<T>(call: ChatCall, prepared: PreparedChat): Promise<ChatResult<T>> {
  const { parts, options, plan } = call;
  let { messages } = prepared;
  let answer = await ask(call, prepared.adapter, messages);
  let usage: ChatUsage | undefined = answer.reply.usage;
  if (answer.checked.problems.length > 0 && options.output?.reask) {
    messages = [...messages, ...askedAgain(answer, parts.name)];
    answer = await ask(call, prepared.adapter, messages);
    usage = addUsage(usage, answer.reply.usage);
  }
  rejectWrong(call, answer.reply, answer.checked);
  const { receipt } = prepared;
  const { attempts } = call.retries;
  return resultOf<T>({
    ...answer,
    provider: parts.name,
    asked: plan.model,
    messages,
    receipt,
    usage,
    attempts,
  });
}

async function ask(
  call: ChatCall,
  adapter: ProviderAdapter,
  messages: readonly SentMessage[],
): Promise<Answer> {
  const request = requestOf(call.plan, messages);
  const { value, notes } = await call.attempt(async (context) => {
    const raw = await adapter.generate(request, context);
    return { raw, reply: readSafely(adapter, raw) };
  });
  const checked = await readReply(value.reply, call.plan.mode, call.options);
  return { ...value, checked, requestId: notes.requestId };
}

/** A 200 may hold anything; SDKs pass on what they did not understand. */
function readSafely(adapter: ProviderAdapter, raw: unknown): ProviderReply {
  let reply: ProviderReply;
  try {
    reply = adapter.read(raw);
  } catch {
    throw new FlowFault('bad-response');
  }
  if (reply.error) throw faultOf(reply.error);
  const { text, toolCalls = [], finishReason } = reply;
  if (finishReason === undefined && !text && toolCalls.length === 0)
    throw new FlowFault('bad-response');
  return reply;
}

function askedAgain({ reply, checked }: Answer, provider: string): SentMessage[] {
  const wrong = checked.problems.join('; ');
  const content = `Your reply is not valid: ${wrong}. Write the whole reply again, as JSON and nothing else.`;
  const said = messageOf(reply, provider) as SentMessage;
  // Vendors refuse a message of nothing.
  const before = said.content === '' ? [] : [said];
  return [...before, { role: 'user', content }];
}

/**
 * Raises the error of a reply that is not in the form it was asked for.
 *
 * @throws {@link KaizenProviderError} of the kind `undecodable-reply`, with the reply as `partialText`.
 */
export function rejectWrong(
  call: ChatCall,
  { text = '' }: ProviderReply,
  { problems, cause }: CheckedReply,
): void {
  if (problems.length === 0) return;
  throw call.failure(
    new FlowFault('undecodable-reply', { message: problems.join('; ') }, cause),
    undefined,
    text,
  );
}
