import { type JsonPath } from '../../ktof/embedded/json-path.js';
import { type TextRewriter } from '../../ktof/embedded/text-rewriter.js';
import { type JsonValue } from '../../ktof/json-value.js';
import { findChatList, withMessages } from './chat-list.js';
import { mapMessages } from './map-messages.js';

/**
 * The prompt with the JSON in its strings replaced: of a chat in the contents of its messages, else in
 * all strings. What does not change is passed by reference.
 *
 * @param toJson What JSON sees of a value that a tool gave back.
 */
export function rewritePrompt(
  prompt: unknown,
  rewriter: TextRewriter,
  toJson: (value: unknown) => JsonValue,
): unknown {
  const strings = (value: unknown, path: JsonPath) => rewriter.strings(toJson(value), path);
  const chat = findChatList(prompt);
  if (!chat) return strings(prompt, []);
  const messages = mapMessages(chat.messages, chat.path, {
    text: (text, path) => rewriter.text(text, path),
    result: strings,
    object: strings,
  });
  return withMessages(prompt, chat, messages);
}

/**
 * The messages of a chat as vendors take them: where a text may stand for what a tool gave back, and
 * a value does, the value is written as text.
 *
 * @returns Undefined when the prompt is no chat.
 */
export function messagesToSend(
  prompt: unknown,
  write: (value: unknown) => string,
): unknown[] | undefined {
  const chat = findChatList(prompt);
  return (
    chat &&
    mapMessages(chat.messages, chat.path, {
      text: (text) => text,
      result: write,
      object: (value) => value,
    })
  );
}
