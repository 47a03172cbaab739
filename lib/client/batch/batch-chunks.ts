import { guessJsonBytes } from '../../engine/pool/guess-json-bytes.js';

/** So many items at most are sent in one request: enough that a request costs little for each. */
const MOST_ITEMS = 100;
/** A request is not made larger than this by one more item, in bytes of JSON (guessed). */
const MOST_BYTES = 1_048_576;

/**
 * Parts a list into runs that are sent in one request each. A larger item goes by itself.
 *
 * @param mostBytes What a request may have at most, if that is less.
 */
export function* chunksOf<T extends { readonly request: unknown }>(
  items: readonly T[],
  mostBytes: number,
): Generator<T[], void, undefined> {
  const limit = Math.min(MOST_BYTES, mostBytes);
  let chunk: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = guessJsonBytes(item.request, limit);
    const isFull = chunk.length === MOST_ITEMS || bytes + size > limit;
    if (isFull && chunk.length > 0) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(item);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
