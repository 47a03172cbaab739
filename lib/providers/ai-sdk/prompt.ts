/**
 * The AI SDK's prompt as far as it is looked at: what `LanguageModelV3Prompt` (`ai` 6) and
 * `LanguageModelV4Prompt` (`ai` 7) have in common. Whatever else a message or a part holds stays on it.
 */
export type Prompt = readonly PromptMessage[];

/** A message: text in a `system` message, parts in all others. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string | readonly PromptPart[];
}

/** A part: a text, the result of a tool, or anything else. */
export interface PromptPart {
  readonly type: string;
  /** Of a text. */
  readonly text?: string;
  /** Of a tool's result. */
  readonly toolCallId?: string;
  /** Of a tool's result. */
  readonly toolName?: string;
  /** Of a tool's result: `text`, `json` or `content`, or what it is instead of a result. */
  readonly output?: ToolOutput;
}

/** What a tool gave back. */
export interface ToolOutput {
  readonly type: string;
  readonly value?: unknown;
}

/** What a model is asked with, as far as it is looked at. */
export interface PromptParams {
  readonly prompt: Prompt;
  readonly abortSignal?: AbortSignal | undefined;
  readonly responseFormat?: ResponseFormat;
}

/** What the reply is asked for as: with `json` the SDK reads it as an object. */
export interface ResponseFormat {
  readonly type: string;
  /** A JSON Schema. */
  readonly schema?: unknown;
}

/** The model that is asked, as far as it is looked at. */
export interface CalledModel {
  readonly modelId: string;
}
