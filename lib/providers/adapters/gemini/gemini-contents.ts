import { randomBytes } from 'node:crypto';
import type { AssistantMessage, SentMessage, ToolMessage } from '../../chat/message.js';
import type { FilePart, ImagePart, SentPart } from '../../chat/part.js';
import { argumentsOf, type ToolCall } from '../../chat/tool.js';
import { partsOf, textOf } from '../shared/content.js';
import { defined } from '../shared/defined.js';
import { base64Of } from '../shared/media.js';
import { withoutSignatures } from './gemini-carried.js';

interface Content {
  readonly role: string;
  readonly parts: unknown[];
}

/** An id that was made here, since the vendor gave none. In chats that were kept it may have no mark. */
const MADE_ID = /^call-(?:[0-9a-f]{12}-)?\d+$/;

/** A mark of one reply, which tells the calls of it from those of other turns. */
export function replyMark(): string {
  return randomBytes(6).toString('hex');
}

/** The id of a call that has none: the mark of its reply, and its place among the calls there. */
export function madeId(mark: string, index: number): string {
  return `call-${mark}-${index}`;
}

/** The messages as Gemini takes them: what one says in a row is one content, so that results stand together. */
export function geminiContents(messages: readonly SentMessage[]): Content[] {
  const written: Content[] = [];
  for (const message of messages) {
    if (message.role === 'system') continue;
    const role = message.role === 'assistant' ? 'model' : 'user';
    const parts = partsOfMessage(message);
    const before = written.at(-1);
    if (before?.role === role) before.parts.push(...parts);
    else if (parts.length > 0) written.push({ role, parts });
  }
  return written;
}

/** What stands in system messages, wherever they are; `undefined` where there are none. */
export function systemInstruction(messages: readonly SentMessage[]): object | undefined {
  const parts = messages.flatMap((message) =>
    message.role === 'system' ? partsOf(message.content).map(geminiPart) : [],
  );
  return parts.length === 0 ? undefined : { parts };
}

function partsOfMessage(message: SentMessage): unknown[] {
  if (message.role === 'tool') return [functionResponse(message)];
  if (message.role === 'assistant') return [...saidParts(message), ...functionCalls(message)];
  return partsOf(message.content).map(geminiPart);
}

/** What the model said. Its signature stands on its last text, or alone where it said nothing. */
function saidParts({ content }: AssistantMessage<SentPart>): unknown[] {
  const { said, signature } = withoutSignatures(partsOf(content));
  const parts = said.map(geminiPart);
  const place = said.findLastIndex(({ type }) => type === 'text');
  if (!signature) return parts;
  if (place === -1) return [...parts, { text: '', ...signature }];
  return parts.with(place, { ...Object(parts[place]), ...signature });
}

function geminiPart(given: SentPart): unknown {
  switch (given.type) {
    case 'text':
      return { text: given.text, ...given.vendor };
    case 'image':
    case 'file':
      return { ...media(given), ...given.vendor };
    case 'raw':
      return given.value;
  }
}

function media(given: ImagePart | FilePart): object {
  const mimeType = given.mediaType;
  const data = base64Of(given);
  if (data !== undefined) return { inlineData: { data, ...defined({ mimeType }) } };
  const fileUri = given.type === 'file' ? (given.id ?? given.url) : given.url;
  return { fileData: defined({ fileUri, mimeType }) };
}

function functionCalls({ toolCalls = [] }: AssistantMessage<SentPart>): object[] {
  return toolCalls.map((call: ToolCall) => ({
    functionCall: { ...idOf(call.id), name: call.name, args: argumentsOf(call) },
    ...call.vendor,
  }));
}

/** The vendor wants an object: `output` is its word for what a tool gave back, `error` for why it did not. */
function functionResponse(message: ToolMessage<SentPart>): object {
  const { toolCallId, name, content, isError } = message;
  const others = partsOf(content).filter(({ type }) => type !== 'text');
  const parts = others.length === 0 ? undefined : others.map(geminiPart);
  const response = { [isError ? 'error' : 'output']: textOf(content) };
  return {
    functionResponse: {
      ...idOf(toolCallId),
      name: name ?? toolCallId,
      response,
      ...defined({ parts }),
    },
  };
}

function idOf(id: string): { id?: string } {
  return MADE_ID.test(id) ? {} : { id };
}
