import type { AssistantMessage, SentMessage, ToolMessage } from '../../chat/message.js';
import type { SentPart } from '../../chat/part.js';
import { argumentsOf, type ToolCall } from '../../chat/tool.js';
import { partsOf } from '../shared/content.js';
import { bedrockBlocks } from './bedrock-blocks.js';
import type { DocumentNames } from './document-names.js';

interface Written {
  readonly role: string;
  readonly content: unknown[];
}

/** The messages as Bedrock takes them. Roles have to take turns: what one says in a row is one message. */
export function bedrockMessages(messages: readonly SentMessage[], names: DocumentNames): Written[] {
  const written: Written[] = [];
  for (const message of messages) {
    const role = message.role === 'tool' ? 'user' : message.role;
    const content = contentOf(message, names);
    const before = written.at(-1);
    if (before?.role === role) before.content.push(...content);
    else written.push({ role, content });
  }
  return written;
}

/** The blocks of a content. */
export function blocksOf(content: SentMessage['content'], names: DocumentNames): unknown[] {
  return partsOf(content).flatMap((part) => bedrockBlocks(part, names));
}

function contentOf(message: SentMessage, names: DocumentNames): unknown[] {
  if (message.role === 'tool') return [toolResult(message, names)];
  if (message.role === 'assistant') return assistant(message, names);
  return blocksOf(message.content, names);
}

/** Thoughts stand before the text, and calls behind it, as the model wrote them. */
function assistant(
  { content, toolCalls = [] }: AssistantMessage<SentPart>,
  names: DocumentNames,
): unknown[] {
  return [...blocksOf(content, names), ...toolCalls.map(toolUse)];
}

function toolUse(call: ToolCall): object {
  const { id, name, vendor } = call;
  return { toolUse: { toolUseId: toolUseId(id), name, input: argumentsOf(call), ...vendor } };
}

function toolResult(
  { toolCallId, content, isError }: ToolMessage<SentPart>,
  names: DocumentNames,
): object {
  return {
    toolResult: {
      toolUseId: toolUseId(toolCallId),
      content: blocksOf(content, names),
      ...(isError && { status: 'error' }),
    },
  };
}

/** Ids of other vendors, whose chat is carried on here, may have marks or a length that Bedrock refuses. */
function toolUseId(id: string): string {
  return id.replace(/[^\w-]/g, '_').slice(0, 64);
}
