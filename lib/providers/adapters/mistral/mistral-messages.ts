import { createHash } from 'node:crypto';
import type { AssistantMessage, SentMessage } from '../../chat/message.js';
import type { FilePart, ImagePart, SentPart } from '../../chat/part.js';
import type { ToolCall } from '../../chat/tool.js';
import { partsOf, textOf, textOrParts } from '../shared/content.js';
import { defined } from '../shared/defined.js';
import { urlOf } from '../shared/media.js';
import { mistralFields } from './mistral-fields.js';

/** A message as the SDK takes it. */
export function mistralMessage(message: SentMessage): object {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: textOrParts(message.content, part) };
    case 'assistant':
      return assistant(message);
    case 'tool':
      return {
        role: 'tool',
        toolCallId: callId(message.toolCallId),
        ...defined({ name: message.name }),
        content: textOrParts(message.content, part),
      };
  }
}

function assistant({ content, toolCalls = [] }: AssistantMessage<SentPart>): object {
  const isPlain = partsOf(content).every(({ type }) => type === 'text');
  return {
    role: 'assistant',
    content: isPlain ? textOf(content) : partsOf(content).map(part),
    ...(toolCalls.length > 0 && { toolCalls: toolCalls.map(toolCall) }),
  };
}

function toolCall({ id, name, arguments: given, vendor }: ToolCall, index: number): object {
  return {
    id: callId(id),
    type: 'function',
    function: { name, arguments: given },
    index,
    ...vendor,
  };
}

const MISTRAL_ID = /^[a-zA-Z0-9]{9}$/;

/** Mistral refuses every other id (error 3280): one of another vendor's becomes one it takes, always the same. */
function callId(id: string): string {
  if (MISTRAL_ID.test(id)) return id;
  return createHash('sha256').update(id).digest('hex').slice(0, 9);
}

function part(given: SentPart): unknown {
  switch (given.type) {
    case 'text':
      return { type: 'text', text: given.text, ...mistralFields(given.vendor) };
    case 'image':
      return image(given);
    case 'file':
      return { ...file(given), ...mistralFields(given.vendor) };
    case 'raw':
      return raw(given.value);
  }
}

function image(given: ImagePart): object {
  const { detail, ...vendor } = given.vendor ?? {};
  const url = urlOf(given);
  return {
    type: 'image_url',
    imageUrl: detail === undefined ? url : { url, detail },
    ...mistralFields(vendor),
  };
}

function file(given: FilePart): object {
  if (given.id !== undefined) return { type: 'file', fileId: given.id };
  return {
    type: 'document_url',
    documentUrl: urlOf(given),
    ...defined({ documentName: given.name }),
  };
}

/** Written as the API's reference has it, or as the SDK does. */
function raw(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? mistralFields({ ...value }) : value;
}
