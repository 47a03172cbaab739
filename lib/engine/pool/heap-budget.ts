import { threadTooSmall } from './pool-errors.js';
import { type Piece } from './piece.js';

/**
 * How much heap work takes at least, for each byte of the strings it is sent as: the value, the copy
 * that verifies it, its JSON and its KTOF. (10 is usual.)
 */
const LEAST_HEAP_PER_BYTE = 4;
const MEBIBYTE = 1_048_576;

/**
 * Passes on the pieces of a request that a thread's heap may hold.
 *
 * V8 ends a thread that comes near its limit bit by bit. A single string past it, as a text is sent,
 * would end the process.
 *
 * @throws KaizenWorkerError for more than there can be room for.
 */
export function* fitting(
  pieces: Iterable<Piece>,
  maxMemoryMb: number,
): Generator<Piece, void, undefined> {
  let left = (maxMemoryMb * MEBIBYTE) / LEAST_HEAP_PER_BYTE;
  for (const piece of pieces) {
    left -= heapBytes(piece[1], left);
    if (left < 0) throw threadTooSmall(maxMemoryMb);
    yield piece;
  }
}

/** What a string takes: a byte or two for each code unit. It is only looked at where that matters. */
function heapBytes(text: string, room: number): number {
  const { length } = text;
  const mayMatter = length <= room && length * 2 > room;
  return mayMatter && Buffer.byteLength(text) > length ? length * 2 : length;
}
