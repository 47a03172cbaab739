import { serialized } from '../to-json.js';
import { type Change, changesOf, withChanges } from './changes.js';
import type { ChatList } from './chat-list.js';

type Fields = Readonly<Record<string, unknown>>;

/** What was changed in the messages of a chat, and where the chat has them. */
export interface MessageChanges {
  readonly path: ChatList['path'];
  readonly changes: readonly Change[];
}

/** What tells the messages to send from those of the chat. Both are JSON. */
export function messageChanges({ path, messages }: ChatList, toSend: unknown[]): MessageChanges {
  return { path, changes: changesOf(messages, toSend) };
}

/**
 * The messages of a caller's prompt with the changes that were found in its JSON: its own objects,
 * which may hold what JSON cannot, such as an image in a buffer, but for those that lead to a change.
 *
 * @returns Undefined when the prompt has no such list.
 */
export function ownMessages(
  prompt: unknown,
  { path, changes }: MessageChanges,
): unknown[] | undefined {
  let list = serialized(prompt, '');
  for (const field of path) list = serialized((Object(list) as Fields)[field], field);
  return Array.isArray(list) ? withChanges(list, changes) : undefined;
}
