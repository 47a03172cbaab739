import { isRecord } from '../../contract/is-record.js';
import { findChatList } from '../chat/chat-list.js';
import { type MessageChanges, messageChanges, ownMessages } from '../chat/own-messages.js';
import type { WireEnvelope } from '../wire-envelope.js';
import type { RequestFields } from './work.js';

/**
 * A response as it leaves the thread: of the messages, which the caller has, only what changed. The
 * caller's may hold what JSON cannot, such as an image in a buffer.
 */
export function leaveOutEchoes(response: WireEnvelope, request: RequestFields): WireEnvelope {
  const { messages } = response;
  const chat = findChatList(request['prompt']);
  if (!chat || !Array.isArray(messages)) return response;
  return { ...response, messages: messageChanges(chat, messages) };
}

/**
 * A response that left a thread, with the caller's own `messages`, `metadata` and `schemas` where the
 * engine gives them back: by reference, as it does in the calling thread.
 */
export function restoreEchoes(response: WireEnvelope, request: RequestFields): WireEnvelope {
  const { messages, meta, ...others } = response;
  const { metadata, schemas } = request;
  const own = messages && ownMessages(request['prompt'], messages as MessageChanges);
  return {
    ...others,
    ...(own ? { messages: own } : {}),
    ...(meta !== undefined ? { meta: withSchemas(meta, schemas) } : {}),
    ...('metadata' in response ? { metadata } : {}),
  };
}

function withSchemas(meta: unknown, schemas: unknown): unknown {
  return isRecord(meta) && 'schemas' in meta ? { ...meta, schemas } : meta;
}
