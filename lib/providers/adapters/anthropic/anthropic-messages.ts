import type { AssistantMessage, SentMessage, ToolMessage } from '../../chat/message.js';
import type { FilePart, ImagePart, SentPart } from '../../chat/part.js';
import { argumentsOf, type ToolCall } from '../../chat/tool.js';
import { partsOf, textOrParts } from '../shared/content.js';
import { defined } from '../shared/defined.js';
import { base64Of } from '../shared/media.js';

/** The messages as Anthropic takes them: the results of one turn's calls stand together in one message. */
export function anthropicMessages(messages: readonly SentMessage[]): object[] {
  const written: { role: string; content: unknown }[] = [];
  messages.forEach((message, index) => {
    const before = written.at(-1);
    if (message.role !== 'tool') written.push(plain(message));
    else if (messages[index - 1]?.role === 'tool')
      (before!.content as object[]).push(result(message));
    else written.push({ role: 'user', content: [result(message)] });
  });
  return written;
}

/** A part as Anthropic takes it. */
export function anthropicPart(given: SentPart): unknown {
  switch (given.type) {
    case 'text':
      return { type: 'text', text: given.text, ...given.vendor };
    case 'image':
      return { type: 'image', source: source(given), ...given.vendor };
    case 'file':
      return {
        type: 'document',
        source: source(given),
        ...defined({ title: given.name }),
        ...given.vendor,
      };
    case 'raw':
      return given.value;
  }
}

function plain(message: Exclude<SentMessage, ToolMessage<SentPart>>): {
  role: string;
  content: unknown;
} {
  if (message.role === 'assistant') return { role: 'assistant', content: assistant(message) };
  return { role: message.role, content: textOrParts(message.content, anthropicPart) };
}

/** Thoughts stand before the text, and calls behind it, as the model wrote them. */
function assistant({ content = '', toolCalls = [] }: AssistantMessage<SentPart>): unknown {
  if (typeof content === 'string' && toolCalls.length === 0) return content;
  return [...partsOf(content).map(anthropicPart), ...toolCalls.map(toolUse)];
}

function toolUse(call: ToolCall): object {
  return {
    type: 'tool_use',
    id: call.id,
    name: call.name,
    input: argumentsOf(call),
    ...call.vendor,
  };
}

function result({ toolCallId, content, isError }: ToolMessage<SentPart>): object {
  return {
    type: 'tool_result',
    tool_use_id: toolCallId,
    content: textOrParts(content, anthropicPart),
    ...(isError && { is_error: true }),
  };
}

function source(given: ImagePart | FilePart): object {
  if (given.type === 'file' && given.id !== undefined) return { type: 'file', file_id: given.id };
  const data = base64Of(given);
  if (data === undefined) return { type: 'url', url: given.url };
  return { type: 'base64', media_type: given.mediaType, data };
}
