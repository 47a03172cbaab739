import type { ContentPart, SentPart } from './part.js';
import type { ToolCall } from './tool.js';

/** What every message may say beside its content. */
interface MessageSettings {
  /** Whether JSON in it is compressed: `false` never. Default: as the call says. */
  readonly compress?: boolean;
}

/** What the model is told to be and to do. JSON in it is compressed with `compress: true` only. */
export interface SystemMessage<Part = ContentPart> extends MessageSettings {
  readonly role: 'system';
  readonly content: string | readonly Part[];
}

/** What the user says. */
export interface UserMessage<Part = ContentPart> extends MessageSettings {
  readonly role: 'user';
  readonly content: string | readonly Part[];
}

/** What the model said before. It is never changed. */
export interface AssistantMessage<Part = ContentPart> extends MessageSettings {
  readonly role: 'assistant';
  readonly content?: string | readonly Part[];
  /** The calls it asked for, as its reply told them. */
  readonly toolCalls?: readonly ToolCall[];
  /**
   * Whose model said it: `gemini`. Another provider does not get its raw parts and its calls' vendor fields.
   * Default: whoever is asked.
   */
  readonly provider?: string;
}

/** What a tool gave back. */
export interface ToolMessage<Part = ContentPart> extends MessageSettings {
  readonly role: 'tool';
  /** The `id` of the call it answers. */
  readonly toolCallId: string;
  /** The tool's name. Default: that of the call with this id in a message before. */
  readonly name?: string;
  /** A text, or parts; a value goes into a data part. */
  readonly content: string | readonly Part[];
  /**
   * Whether the tool failed. Anthropic, Gemini and Bedrock have a field for it. The others have none and are
   * not told, since the content is sent as it is: say it there too.
   */
  readonly isError?: boolean;
}

/**
 * One message of a chat, the same for every vendor.
 *
 * @example
 * ```ts
 * const messages: ChatMessage[] = [
 *   { role: 'system', content: 'You answer in one sentence.' },
 *   { role: 'user', content: [{ type: 'text', text: 'Which order is late?' }, { type: 'data', value: orders }] },
 * ];
 * ```
 */
export type ChatMessage<Part = ContentPart> =
  SystemMessage<Part> | UserMessage<Part> | AssistantMessage<Part> | ToolMessage<Part>;

/** A message as an adapter gets it: compressed where that was worth it; a tool's result has its name. */
export type SentMessage = ChatMessage<SentPart>;
