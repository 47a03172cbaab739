import type { ChatMessage } from '../chat/message.js';
import type { ContentPart } from '../chat/part.js';
import type { Prompt, PromptMessage, PromptPart } from './prompt.js';

/** A message of a prompt, or one tool's result in it, as a chat has it. */
export interface Place {
  /** The message's place in the prompt. */
  readonly at: number;
  /** Of a tool's result: its place in the message. */
  readonly part?: number;
  /** How receipts name it: `prompt[2].content[0].output.value`. */
  readonly path: string;
  readonly chat: ChatMessage;
  /** Of a tool's result that is a value: the JSON that the model would get. */
  readonly json?: string;
}

/**
 * A prompt as a chat: a message is one of the chat, but of results of tools each is one. What is no text and
 * no data is in it as it is, so that every part keeps its place.
 */
export function placesOf(prompt: Prompt): Place[] {
  return prompt.flatMap((message, at) => {
    const { role, content } = message;
    if (role !== 'tool') return [messagePlace(role, content, at)];
    return partsOf(message).flatMap((part, place) => resultPlace(part, at, place));
  });
}

/** The parts of a message that is a list of them. */
export function partsOf({ content }: PromptMessage): readonly PromptPart[] {
  return typeof content === 'string' ? [] : content;
}

function messagePlace(
  role: Exclude<PromptMessage['role'], 'tool'>,
  content: PromptMessage['content'],
  at: number,
): Place {
  const path = `prompt[${at}].content`;
  if (typeof content === 'string') return { at, path, chat: { role, content } };
  const [first] = content;
  // A text that is all of a message stands alone; the SDK makes a list of it all the same.
  if (content.length === 1 && first?.type === 'text' && first.text !== undefined) {
    return { at, path: `${path}[0]`, chat: { role, content: first.text } };
  }
  return { at, path, chat: { role, content: content.map(partOf) } };
}

function partOf(part: PromptPart): ContentPart {
  const { type, text } = part;
  return type === 'text' && text !== undefined ? { type, text } : { type: 'raw', value: part };
}

/** Nothing where no result is to be compressed: an error, a denial, an answer to a request for approval. */
function resultPlace(result: PromptPart, at: number, part: number): Place[] {
  const { type, toolCallId = '', toolName, output } = result;
  const found = type === 'tool-result' && output ? contentOf(output) : undefined;
  if (!found) return [];
  const path = `prompt[${at}].content[${part}].output.value`;
  const name = toolName === undefined ? {} : { name: toolName };
  const { json, content } = found;
  const chat = { role: 'tool' as const, toolCallId, ...name, content };
  return [{ at, part, path, chat, ...(json !== undefined && { json }) }];
}

interface ResultContent {
  readonly content: string | readonly ContentPart[];
  readonly json?: string;
}

function contentOf({ type, value }: NonNullable<PromptPart['output']>): ResultContent | undefined {
  if (type === 'text' && typeof value === 'string') return { content: value };
  if (type === 'content' && Array.isArray(value)) {
    return { content: (value as PromptPart[]).map(partOf) };
  }
  const json = type === 'json' ? jsonOf(value) : undefined;
  return json === undefined ? undefined : { content: [{ type: 'data', value }], json };
}

/** A value that JSON cannot hold is the SDK's to complain about. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
