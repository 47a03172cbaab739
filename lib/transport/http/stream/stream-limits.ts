/** What a stream brings before it is done: chunks of text, or values. */
export type StreamContent = 'chunk' | 'value';

/** What is taken of a stream. */
export interface StreamLimits {
  readonly content: StreamContent;
  /** The longest line, in bytes. */
  readonly maxLineBytes: number;
  /** The most of all lines together, in bytes. */
  readonly maxBytes: number;
}
