import type { JsonPath } from '../../ktof/embedded/json-path.js';
import type { TextRewriter } from '../../ktof/embedded/text-rewriter.js';
import type { JsonValue } from '../../ktof/json-value.js';
import { findChatList, withMessages } from './chat-list.js';
import { mapMessages } from './map-messages.js';

/**
 * The prompt with the JSON in its strings replaced: of a chat in the contents of its messages, else in
 * all strings. What does not change is passed by reference.
 */
export function rewritePrompt(prompt: JsonValue, rewriter: TextRewriter): JsonValue {
  const chat = findChatList(prompt);
  if (!chat) return rewriter.strings(prompt);
  const strings = (value: object, path: JsonPath) => rewriter.strings(value as JsonValue, path);
  const messages = mapMessages(chat.messages, chat.path, {
    text: (text, path) => rewriter.text(text, path),
    result: strings,
    object: strings,
  });
  return withMessages(prompt, chat, messages) as JsonValue;
}

/**
 * The messages of a chat as vendors take them: where a text may stand for what a tool gave back, and
 * a value does, the value is written as text.
 *
 * @returns Undefined when the prompt is no chat.
 */
export function messagesToSend(
  prompt: JsonValue,
  write: (value: JsonValue) => string,
): unknown[] | undefined {
  const chat = findChatList(prompt);
  return (
    chat &&
    mapMessages(chat.messages, chat.path, {
      text: (text) => text,
      result: (value) => write(value as JsonValue),
      object: (value) => value,
    })
  );
}
