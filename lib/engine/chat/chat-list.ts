import { isRecord } from '../../contract/is-record.js';

/** Where a prompt that is a chat has its messages. */
export interface ChatList {
  /** The way to them: the name of a field, or nothing when the prompt itself is the list. */
  readonly path: readonly string[];
  readonly messages: unknown[];
}

/** Where the list is: with most vendors, with Gemini, with OpenAI's responses. */
const FIELDS = ['messages', 'contents', 'input'];

/**
 * The messages of a prompt that is a chat: `{ messages: [...] }`, `{ contents: [...] }`,
 * `{ input: [...] }`, or the list itself. Undefined for any other prompt.
 */
export function findChatList(prompt: unknown): ChatList | undefined {
  if (isMessageList(prompt)) return { path: [], messages: prompt };
  if (!isRecord(prompt)) return undefined;
  for (const field of FIELDS) {
    const messages = prompt[field];
    if (isMessageList(messages)) return { path: [field], messages };
  }
  return undefined;
}

/** The prompt with other messages; the prompt itself when they are the same. */
export function withMessages(prompt: unknown, chat: ChatList, messages: unknown[]): unknown {
  if (messages === chat.messages) return prompt;
  const [field] = chat.path;
  return field === undefined ? messages : { ...(prompt as object), [field]: messages };
}

function isMessageList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every(isMessage);
}

/** What a message with a role says; records of other things may have a role as well. */
const CONTENT_FIELDS = ['content', 'parts', 'tool_calls', 'function_call'];

/** A message has a role, or Gemini's `parts`; the other items of responses have a type and an id. */
function isMessage(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { role, parts, type, id, call_id: callId } = value;
  if (Array.isArray(parts)) return true;
  if (typeof role === 'string') return CONTENT_FIELDS.some((field) => Object.hasOwn(value, field));
  return typeof type === 'string' && (typeof id === 'string' || typeof callId === 'string');
}
