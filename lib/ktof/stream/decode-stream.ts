import {
  type DecodeOptions,
  type ResolvedDecodeOptions,
  resolveDecodeOptions,
} from '../decode-options.js';
import type { DecodeStreamEvent } from './decode-event.js';
import { Pacer } from './pacer.js';
import type { KtofSource } from './source.js';
import { END, SourceReader } from './source-reader.js';
import { StreamDecoder } from './stream-decoder.js';
import { stoppable } from './stoppable.js';
import { checkSignal, collectOption } from './stream-options.js';
import { TextFeed } from './text-feed.js';

/** How to decode a stream. Every field has a default. */
export interface DecodeStreamOptions extends DecodeOptions {
  /**
   * Whether the whole value is put together for `done`. Default true. Without it, memory stays flat
   * however long the text is.
   */
  collect?: boolean;
  /** Ends the stream when it aborts: it throws `KaizenAbortError`, and lets go of its source. */
  signal?: AbortSignal;
  /**
   * The largest text to take, in UTF-8 bytes; without `collect`, the most of it to hold at a time.
   * Default 256 MiB.
   */
  maxBytes?: number;
}

/**
 * Decodes KTOF while it comes: each value as soon as it is complete, then `done` with the whole. It
 * is as strict as `decode`, and ends in the same value.
 *
 * The source is asked for a chunk only when the events before have been taken. Chunks may end
 * anywhere, inside of a character or a CRLF too. However the stream ends, the source is let go of.
 *
 * @throws KaizenOptionsError for an unknown or bad option, at once.
 * @throws KaizenFormatError from the iterator, after all that came before, for text that is not
 * valid, ends too early or is not UTF-8.
 * @throws KaizenStreamError from the iterator when the source throws; its error is the `cause`.
 * @throws KaizenAbortError from the iterator when the signal aborts.
 *
 * @example
 * ```ts
 * for await (const event of decodeStream(response.body)) {
 *   if (event.type === 'value') show(event.path, event.value);
 *   else save(event.value);
 * }
 * ```
 */
export function decodeStream(
  source: KtofSource,
  options: DecodeStreamOptions = {},
): AsyncGenerator<DecodeStreamEvent, void, undefined> {
  const { collect: wantsWhole, signal, ...rest } = options;
  const resolved = resolveDecodeOptions(rest);
  const collect = collectOption(wantsWhole);
  const feed = new TextFeed(resolved.maxBytes, collect);
  return readStream(feed, source, { ...resolved, collect, signal: checkSignal(signal) });
}

/** What {@link readStream} is told. */
export interface ReadStreamOptions extends ResolvedDecodeOptions {
  readonly collect: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Does what {@link decodeStream} says, for a caller that keeps the feed to ask how much came. */
export function readStream(
  feed: TextFeed,
  source: KtofSource,
  options: ReadStreamOptions,
): AsyncGenerator<DecodeStreamEvent, void, undefined> {
  const reader = new SourceReader(source, options.signal);
  const decoder = new StreamDecoder(feed, options, options.collect);
  return stoppable(read(feed, reader, decoder), () => reader.stop());
}

async function* read(
  feed: TextFeed,
  reader: SourceReader,
  decoder: StreamDecoder,
): AsyncGenerator<DecodeStreamEvent, void, undefined> {
  const pacer = new Pacer();
  // Values that may have been cut off by the end of the text: told once the text proves right.
  const doubtful: DecodeStreamEvent[] = [];
  try {
    reader.open();
    for (const step of decoder.steps()) {
      if (step === undefined) {
        feed.throwIfBroken(decoder.place);
        await fill(feed, reader);
      } else if (feed.isEnded && step.type === 'value' && decoder.mayBeCut()) doubtful.push(step);
      else {
        if (step.type === 'done') yield* doubtful;
        yield step;
      }
      if (pacer.isDue()) await pacer.pause();
      if (reader.isStopped) return;
      reader.throwIfAborted();
    }
  } finally {
    await reader.close();
  }
}

async function fill(feed: TextFeed, reader: SourceReader): Promise<void> {
  const chunk = await reader.next();
  if (chunk === END) feed.end();
  else feed.push(chunk);
}
