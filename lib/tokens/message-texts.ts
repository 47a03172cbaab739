import type { ChatMessage } from './chat-message.js';
import { type CountedParts, readContent } from './message-parts.js';

/** What a list of messages holds that costs tokens: roles, names, contents, calls and the form. */
export interface MessageTexts extends CountedParts {
  /** Tokens of the form around the texts. */
  overhead: number;
  /** Whether every message is a role with a text, whose cost OpenAI documents. */
  plain: boolean;
}

/**
 * OpenAI's form: 3 tokens around each message, 1 more for a name, 3 in which the reply begins.
 *
 * Fact: OpenAI's cookbook, "How to count tokens with tiktoken", `num_tokens_from_messages`. The 3
 * around a call are what `gpt-tokenizer` counts for one.
 */
const COST = { message: 3, name: 1, reply: 3, call: 3 };

/** The roles whose messages the cookbook counts. */
const PLAIN_ROLES = ['system', 'user', 'assistant'];

/** Collects what messages cost. */
export function readMessages(messages: readonly ChatMessage[]): MessageTexts {
  const read: MessageTexts = { texts: [], overhead: COST.reply, plain: true, uncounted: {} };
  for (const message of messages) readMessage(message, read);
  return read;
}

function readMessage(message: ChatMessage, read: MessageTexts): void {
  const { role, name, content, parts } = message;
  const calls = callsOf(message);
  const isPlain = PLAIN_ROLES.includes(role ?? '') && typeof content === 'string' && !calls.length;
  if (!isPlain) read.plain = false;
  read.overhead += COST.message + COST.call * calls.length;
  if (typeof role === 'string') read.texts.push(role);
  if (typeof name === 'string') {
    read.texts.push(name);
    read.overhead += COST.name;
  }
  for (const counted of [content, parts, calls]) readContent(counted, read);
}

function callsOf({ tool_calls: calls, function_call: call }: ChatMessage): unknown[] {
  const list: unknown[] = Array.isArray(calls) ? calls : [];
  return call === undefined || call === null ? list : [...list, { function: call }];
}
