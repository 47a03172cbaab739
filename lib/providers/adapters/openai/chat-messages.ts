import { KaizenPayloadError } from '../../../errors/payload.error.js';
import type { SentMessage } from '../../chat/message.js';
import type { FilePart, SentPart } from '../../chat/part.js';
import type { ToolCall } from '../../chat/tool.js';
import { partsOf, textOf, textOrParts } from '../shared/content.js';
import { defined } from '../shared/defined.js';
import { urlOf } from '../shared/media.js';

/** A message as chat completions take it. */
export function chatMessage(message: SentMessage): object {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: textOrParts(message.content, part) };
    case 'assistant':
      return assistant(message);
    case 'tool':
      return {
        role: 'tool',
        tool_call_id: message.toolCallId,
        content: textOrParts(message.content, part),
      };
  }
}

function assistant({ content, toolCalls = [] }: SentMessage & { role: 'assistant' }): object {
  const said = partsOf(content).some(({ type }) => type === 'raw')
    ? partsOf(content).map(part)
    : undefined;
  const calls = toolCalls.map(toolCall);
  return {
    role: 'assistant',
    // With calls alone, vendors want null and not an empty text.
    content: said ?? (textOf(content) || (calls.length > 0 ? null : '')),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

function toolCall({ id, name, arguments: given, vendor }: ToolCall): object {
  return { id, type: 'function', function: { name, arguments: given }, ...vendor };
}

function part(given: SentPart): unknown {
  switch (given.type) {
    case 'text':
      return { type: 'text', text: given.text, ...given.vendor };
    case 'image': {
      const { detail, ...vendor } = given.vendor ?? {};
      return {
        type: 'image_url',
        image_url: { url: urlOf(given), ...defined({ detail }) },
        ...vendor,
      };
    }
    case 'file':
      return { type: 'file', file: file(given), ...given.vendor };
    case 'raw':
      return given.value;
  }
}

function file(given: FilePart): object {
  if (given.id !== undefined) return { file_id: given.id };
  if (given.data === undefined) throw notHere();
  return defined({ filename: given.name, file_data: urlOf(given) });
}

function notHere(): KaizenPayloadError {
  return new KaizenPayloadError(
    'Chat completions take a file by its bytes or its id, not by an address. Give "data" or "id", or a raw part.',
    'KAIZEN_INVALID_PAYLOAD',
    '$.messages',
  );
}
