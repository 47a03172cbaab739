import { KaizenPayloadError } from '../errors/payload.error.js';
import { checkOptions } from '../options/check-options.js';
import type { ChatMessage } from './chat/message.js';
import type { FilePart } from './chat/part.js';
import { CHAT_OPTION_TABLE, type ChatOptions } from './options/chat-options.js';

const ROLES: readonly unknown[] = ['system', 'user', 'assistant', 'tool'];
const PART_TYPES: readonly unknown[] = ['text', 'data', 'image', 'file', 'raw'];

/**
 * Checks what a call was given.
 *
 * @throws {@link KaizenPayloadError} for messages that are none; the message names the place.
 * @throws `KaizenOptionsError` for an option that is unknown or wrong.
 */
export function checkChat(
  messages: unknown,
  options: ChatOptions,
): asserts messages is ChatMessage[] {
  checkOptions<ChatOptions>(options, CHAT_OPTION_TABLE, 'chat');
  if (!Array.isArray(messages) || messages.length === 0) {
    throw wrong('$', 'The messages are no list, or an empty one. Pass at least one message.');
  }
  messages.forEach((message: unknown, index) => checkMessage(message, `messages[${index}]`));
}

function checkMessage(given: unknown, path: string): void {
  const { role, content, toolCallId } = Object(given) as Record<string, unknown>;
  if (!ROLES.includes(role)) {
    throw wrong(path, `The role of ${path} is none. Use system, user, assistant or tool.`);
  }
  if (role === 'tool' && typeof toolCallId !== 'string') {
    throw wrong(
      path,
      `${path} is a tool's result without "toolCallId". Give the id of the call it answers.`,
    );
  }
  if (typeof content === 'string' || (content === undefined && role === 'assistant')) return;
  if (!Array.isArray(content)) {
    throw wrong(
      path,
      `The content of ${path} is neither a text nor a list of parts. Put a value into { type: "data", value }.`,
    );
  }
  content.forEach((part: unknown, place) => checkPart(part, `${path}.content[${place}]`));
}

function checkPart(given: unknown, path: string): void {
  const { type, text } = Object(given) as Record<string, unknown>;
  if (!PART_TYPES.includes(type)) {
    throw wrong(
      path,
      `The type of ${path} is none. Use text, data, image or file; raw for a part in the vendor's own shape.`,
    );
  }
  if (type === 'text' && typeof text !== 'string') {
    throw wrong(
      path,
      `The text of ${path} is no string. Put a value into { type: "data", value }.`,
    );
  }
  if ((type === 'image' || type === 'file') && !hasSource(type, Object(given) as FilePart)) {
    const id = type === 'file' ? ', or the "id" of a file that the vendor has' : '';
    throw wrong(path, `The ${type} of ${path} is empty. Give it "url" or "data"${id}.`);
  }
}

function hasSource(type: string, { url, data, id }: FilePart): boolean {
  const sources = type === 'file' ? [url, data, id] : [url, data];
  return sources.some((source) => source !== undefined && source !== null && source.length !== 0);
}

function wrong(path: string, message: string): KaizenPayloadError {
  return new KaizenPayloadError(message, 'KAIZEN_INVALID_PAYLOAD', path);
}
