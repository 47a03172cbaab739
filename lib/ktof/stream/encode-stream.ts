import { wholeNumberOption } from '../check-options.js';
import { type Steps, finish } from '../encode/steps.js';
import {
  type EncodeOptions,
  type ResolvedEncodeOptions,
  resolveEncodeOptions,
} from '../encode-options.js';
import { Pacer } from './pacer.js';
import { PlannedDocument } from './planned-document.js';
import { endedBySignal } from './source-reader.js';
import { checkSignal } from './stream-options.js';

/** How to encode to a stream. Every field has a default. */
export interface EncodeStreamOptions extends EncodeOptions {
  /** How many code units a chunk has at least, but for the last: 1 to 2^24. Default 16,384. */
  chunkSize?: number;
  /** Ends the stream when it aborts: it throws `KaizenAbortError`. */
  signal?: AbortSignal;
}

const CHUNK_SIZE = { min: 1, max: 2 ** 24, fallback: 16_384 };

/**
 * Writes a JSON value as KTOF in chunks of some kilobytes: put together, the text that `encode` gives.
 *
 * The whole text is never there. The value is read and its forms are chosen first; others have their
 * turn in between. It must not change until the stream ends.
 *
 * @throws KaizenOptionsError for an unknown or bad option, at once.
 * @throws KaizenPayloadError from the iterator, before the first chunk, as `encode` does.
 * @throws KaizenAbortError from the iterator when the signal aborts.
 *
 * @example
 * ```ts
 * await pipeline(encodeStream({ rows }), createWriteStream('rows.ktof'));
 * ```
 */
export function encodeStream(
  value: unknown,
  options: EncodeStreamOptions = {},
): AsyncGenerator<string, void, undefined> {
  const { chunkSize, signal, ...rest } = options;
  const resolved = resolveEncodeOptions(rest);
  const size = wholeNumberOption('chunkSize', chunkSize, CHUNK_SIZE);
  return write(value, resolved, size, checkSignal(signal));
}

/**
 * Writes a JSON value as KTOF line by line, without the line breaks: joined by `\n`, the text that
 * `encode` gives. A text that is JSON is one line.
 *
 * @throws KaizenOptionsError for an unknown or bad option, at once.
 * @throws KaizenPayloadError from the iterator, before the first line, as `encode` does.
 */
export function encodeLines(
  value: unknown,
  options?: EncodeOptions,
): Generator<string, void, undefined> {
  return lines(value, resolveEncodeOptions(options));
}

async function* write(
  value: unknown,
  options: ResolvedEncodeOptions,
  size: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  throwIfAborted(signal);
  const document = await inTurns(PlannedDocument.steps(value, options), signal);
  yield* writePages(document, size, signal);
}

/** Does work of many steps. Others have their turn in between. */
export async function inTurns<T>(steps: Steps<T>, signal: AbortSignal | undefined): Promise<T> {
  const pacer = new Pacer();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (!pacer.isDue()) continue;
    await pacer.pause();
    throwIfAborted(signal);
  }
}

/** The pages of a document. Others have their turn between them. */
export async function* writePages(
  document: PlannedDocument,
  size: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  const pacer = new Pacer();
  for (const page of document.pages(size)) {
    throwIfAborted(signal);
    if (page !== '') yield page;
    if (pacer.isDue()) await pacer.pause();
  }
}

function* lines(
  value: unknown,
  options: ResolvedEncodeOptions,
): Generator<string, void, undefined> {
  const line: string[] = [];
  const document = finish(PlannedDocument.steps(value, options));
  for (const page of document.pages(CHUNK_SIZE.fallback)) {
    const [rest, ...starts] = page.split('\n');
    line.push(rest!);
    for (const start of starts) {
      yield line.join('');
      line.length = 0;
      line.push(start);
    }
  }
  if (line.length > 0) yield line.join('');
}

/** Throws `KaizenAbortError` when the signal has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw endedBySignal(signal);
}
