import { types } from 'node:util';
import { KaizenFormatError } from '../../errors/format.error.js';

/** A piece of a text, as a string or as bytes of UTF-8. It may end anywhere. */
export type KtofChunk = string | Uint8Array;

/** What is needed of a web `ReadableStream`, whichever library declares it. */
export interface KtofWebStream {
  /** Takes the stream for reading. */
  getReader(): KtofWebReader;
}

/** What is needed of the reader of a web `ReadableStream`. */
export interface KtofWebReader {
  /** The next chunk, or that there is none. */
  read(): Promise<{ done: boolean; value?: KtofChunk | undefined }>;
  /** Stops the source. */
  cancel(reason?: unknown): Promise<void>;
  /** Lets others read on. */
  releaseLock(): void;
}

/** Where a text comes from: chunks one after the other (a Node or web stream is fine), or all at once. */
export type KtofSource = KtofChunk | Iterable<KtofChunk> | AsyncIterable<KtofChunk> | KtofWebStream;

/** A source of chunks under way. */
export interface OpenSource {
  /** Asks for the next chunk. What comes need not be a chunk: the caller looks. */
  next(): Promise<ChunkResult> | ChunkResult;
  /**
   * Lets go of the source.
   *
   * @param state `ended` when it said so itself, `busy` while it has not answered yet, else `idle`.
   */
  close(state: 'ended' | 'idle' | 'busy'): unknown;
}

/** What a source answers. */
export interface ChunkResult {
  readonly done?: boolean | undefined;
  readonly value?: unknown;
}

/** Begins to read a source. Throws `KaizenFormatError` for what is none. */
export function openSource(source: KtofSource): OpenSource {
  if (typeof source === 'string' || types.isUint8Array(source)) {
    return openIterator([source][Symbol.iterator](), {});
  }
  if (has(source, 'getReader')) return openWebStream(source);
  if (has(source, Symbol.asyncIterator)) {
    return openIterator(source[Symbol.asyncIterator](), source);
  }
  if (has(source, Symbol.iterator)) return openIterator(source[Symbol.iterator](), source);
  throw wrongType('The source', source, 'a stream, or an iterable of strings or Uint8Arrays');
}

/** The error for something that is no text. */
export function wrongType(what: string, value: unknown, expected: string): KaizenFormatError {
  const type = value === null ? 'null' : typeof value;
  return new KaizenFormatError(`${what} is of type ${type}`, 1, 1, expected);
}

function has<K extends PropertyKey>(
  source: unknown,
  method: K,
): source is Record<K, (...args: never[]) => unknown> {
  return (
    typeof source === 'object' &&
    source !== null &&
    typeof (source as Partial<Record<K, unknown>>)[method] === 'function'
  );
}

function openWebStream(stream: KtofWebStream): OpenSource {
  const reader = stream.getReader();
  return {
    next: () => reader.read(),
    close: async (state) => {
      if (state !== 'ended') await reader.cancel();
      reader.releaseLock();
    },
  };
}

function openIterator(
  iterator: Iterator<unknown> | AsyncIterator<unknown>,
  owner: object,
): OpenSource {
  return {
    next: () => iterator.next(),
    close: (state) => {
      if (state === 'ended') return undefined;
      // A Node stream's iterator would end only after its next chunk.
      if (state === 'busy' && has(owner, 'destroy')) owner.destroy();
      return iterator.return?.();
    },
  };
}
