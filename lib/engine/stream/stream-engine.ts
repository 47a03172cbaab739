import type { EncodeOptionsDto } from '../../contract/requests/encode-options.dto.js';
import type { DecodeOptionsDto } from '../../contract/requests/decode-options.dto.js';
import { resolveDecodeOptions } from '../../ktof/decode-options.js';
import type { DecodeValueEvent } from '../../ktof/stream/decode-event.js';
import { readStream } from '../../ktof/stream/decode-stream.js';
import type { KtofSource } from '../../ktof/stream/source.js';
import { TextFeed } from '../../ktof/stream/text-feed.js';
import { DEFAULT_MAX_PAYLOAD_BYTES, type EngineOptions } from '../engine-options.js';
import { envelope, wireStats } from '../wire-envelope.js';
import { JsonTally } from './json-tally.js';
import { StreamEncoder } from './stream-encoder.js';

/** A prompt to be encoded bit by bit. */
export interface EncodeStreamRequest {
  readonly prompt: unknown;
  readonly options?: EncodeOptionsDto | null;
  readonly metadata?: Record<string, unknown> | null;
}

/** A text to be decoded while it comes. */
export interface DecodeStreamRequest {
  readonly source: KtofSource;
  readonly options?: DecodeOptionsDto | null;
  /** Whether the whole value is wanted. */
  readonly collect: boolean;
}

/** The next part of a text; or, at its end, the response without a `result`. */
export type EncodeStreamPart =
  | { readonly type: 'chunk'; readonly text: string }
  | { readonly type: 'done'; readonly body: Readonly<Record<string, unknown>> };

/** A value that is complete; or, at the end, the response. Its `result` is null when not collected. */
export type DecodeStreamPart =
  DecodeValueEvent | { readonly type: 'done'; readonly body: Readonly<Record<string, unknown>> };

/** Carries out the streaming operations in this process. It holds no state between calls. */
export class StreamEngine {
  private readonly encoder: StreamEncoder;
  private readonly limits: { readonly maxDepth?: number; readonly maxBytes: number };

  constructor(options: EngineOptions) {
    const { maxDepth, maxPayloadBytes: maxBytes = DEFAULT_MAX_PAYLOAD_BYTES } = options;
    this.encoder = new StreamEncoder(options);
    this.limits = { maxBytes, ...(maxDepth !== undefined && { maxDepth }) };
  }

  /** The text of a prompt, its strings as they are. Throws what `promptsEncode` throws. */
  async *encode(
    { prompt, options, metadata }: EncodeStreamRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<EncodeStreamPart, void, undefined> {
    const { originalBytes, pages } = await this.encoder.begin(prompt, options, signal);
    let compressedBytes = 0;
    for await (const text of pages) {
      compressedBytes += Buffer.byteLength(text);
      yield { type: 'chunk', text };
    }
    const stats = wireStats(originalBytes, compressedBytes);
    yield {
      type: 'done',
      body: envelope('promptsEncode', { stats, metadata: metadata ?? undefined }),
    };
  }

  /** The values of a text. Throws what `decodeStream` throws. */
  async *decode(
    { source, options, collect }: DecodeStreamRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<DecodeStreamPart, void, undefined> {
    const { indent, strict } = options ?? {};
    const resolved = resolveDecodeOptions({
      ...this.limits,
      indent: indent ?? undefined,
      strict: strict ?? undefined,
    });
    const feed = new TextFeed(resolved.maxBytes, collect);
    const tally = new JsonTally();
    for await (const event of readStream(feed, source, { ...resolved, collect, signal })) {
      if (event.type === 'value') {
        tally.add(event);
        yield event;
      } else {
        const stats = wireStats(tally.bytes, feed.totalBytes);
        yield {
          type: 'done',
          body: envelope('promptsDecode', { result: event.value ?? null, stats }),
        };
      }
    }
  }
}
