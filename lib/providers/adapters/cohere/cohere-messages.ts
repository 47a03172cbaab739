import { KaizenOptionsError } from '../../../errors/options.error.js';
import type { AssistantMessage, SentMessage } from '../../chat/message.js';
import type { SentPart } from '../../chat/part.js';
import type { ToolCall } from '../../chat/tool.js';
import { partsOf, textOrParts } from '../shared/content.js';
import { urlOf } from '../shared/media.js';
import { cohereFields } from './cohere-fields.js';

/**
 * A message as the SDK takes it.
 *
 * @throws {@link KaizenOptionsError} for a file: Cohere's chat takes none.
 */
export function cohereMessage(message: SentMessage): object {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: textOrParts(message.content, part) };
    case 'assistant':
      return assistant(message);
    case 'tool':
      return {
        role: 'tool',
        toolCallId: message.toolCallId,
        content: textOrParts(message.content, part),
      };
  }
}

/** Cohere refuses a content that is empty. */
function assistant({ content, toolCalls = [] }: AssistantMessage<SentPart>): object {
  const parts = partsOf(content);
  const said = parts.filter((each) => !isNote(each)).map(part);
  return {
    role: 'assistant',
    ...(said.length > 0 && { content: typeof content === 'string' ? content : said }),
    ...(toolCalls.length > 0 && { toolCalls: toolCalls.map(toolCall) }),
    ...notes(parts),
  };
}

function toolCall({ id, name, arguments: given, vendor }: ToolCall): object {
  return { id, type: 'function', function: { name, arguments: given }, ...vendor };
}

/** Parts have a type; a plan and citations have none, since they are fields of the message. */
function isNote(given: SentPart): boolean {
  return given.type === 'raw' && (Object(given.value) as { type?: unknown }).type === undefined;
}

function notes(parts: readonly SentPart[]): object {
  const written = parts.filter(isNote).map((each) => part(each) as object);
  return Object.fromEntries(written.flatMap(Object.entries));
}

function part(given: SentPart): unknown {
  switch (given.type) {
    case 'text':
      return { type: 'text', text: given.text, ...cohereFields(given.vendor) };
    case 'image': {
      const { detail, ...vendor } = given.vendor ?? {};
      const imageUrl = { url: urlOf(given), ...(detail !== undefined && { detail }) };
      return { type: 'image_url', imageUrl, ...cohereFields(vendor) };
    }
    case 'file':
      throw noFiles();
    case 'raw':
      return raw(given.value);
  }
}

/** Written as the API's reference has it, or as the SDK does. */
function raw(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? cohereFields({ ...value }) : value;
}

function noFiles(): KaizenOptionsError {
  return new KaizenOptionsError(
    'Cohere takes no files in a chat. Send the text of the file, or give it as one of "documents" in the option "vendor".',
    'messages',
  );
}
