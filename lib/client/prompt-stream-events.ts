import type { CompressionStats } from '../contract/responses/compression-stats.js';
import type { PromptEncodePayload } from '../contract/requests/prompt-encode-payload.dto.js';
import type { ServedBy } from '../contract/responses/served-by.js';
import type { DecodeValueEvent } from '../ktof/stream/decode-event.js';

/** What `promptsEncodeStream` takes. Strings of the prompt stay as they are, JSON in them included. */
export type PromptEncodeStreamPayload = Pick<
  PromptEncodePayload,
  'prompt' | 'options' | 'metadata' | 'autoDetectJson'
>;

/** The end of a stream, in both directions. */
export interface PromptStreamDone {
  readonly type: 'done';
  /** Sizes of the compact JSON and of the KTOF. */
  readonly stats: CompressionStats;
  /** The id of the request. */
  readonly requestId: string;
  /** Which transport served the call. */
  readonly servedBy: ServedBy;
  /** How many requests were sent, where any was. */
  readonly attempts?: number;
}

/** What `promptsEncodeStream` yields: chunks of text that make up the KTOF, then `done`. */
export type PromptEncodeStreamEvent =
  | { readonly type: 'chunk'; readonly text: string }
  | (PromptStreamDone & {
      /** The request's `metadata`, where it had any. */
      readonly metadata?: Record<string, unknown>;
    });

/**
 * What `promptsDecodeStream` yields: each value as soon as it is complete, then `done`.
 *
 * @typeParam T What the whole is expected to be; not checked.
 */
export type PromptDecodeStreamEvent<T = unknown> =
  | DecodeValueEvent
  | (PromptStreamDone & {
      /** The whole value; absent when the call said not to collect it. */
      readonly result?: T;
    });
