import { threadTooSmall } from './pool-errors.js';
import type { Piece } from './piece.js';

const MEBIBYTE = 1_048_576;
/** What a thread's heap holds before there is any work. */
const AT_REST_BYTES = 8 * MEBIBYTE;

/*
 * What work takes at least, in bytes of heap. A list or an object with very many entries is one block
 * of memory, which is there twice while it grows, and once more in the copy that verifies it.
 */

/** For each byte of the strings that a request is sent as: the value, its copy, its JSON, its KTOF. */
const PER_BYTE = 4;
/** For each item of a list that is sent in parts, and for each entry of an object. */
const PER_ENTRY = { array: 40, object: 110 };
/** For each byte of a text that is read, and for each cell and line of it. */
const TEXT = { perByte: 2, perComma: 28, perLine: 110 };

/** The room in a thread's heap, which is given out bit by bit. */
class Room {
  private left: number;

  constructor(private readonly maxMemoryMb: number) {
    this.left = maxMemoryMb * MEBIBYTE - AT_REST_BYTES;
  }

  /** Throws `KaizenWorkerError` when there is no more. */
  take(bytes: number): void {
    this.left -= bytes;
    if (this.left < 0) throw threadTooSmall(this.maxMemoryMb);
  }

  /** Takes it for a string: one byte or two for each code unit. It is looked at only if that decides. */
  takeText(text: string, perByte: number): void {
    const bytes = text.length * perByte;
    const decides = bytes <= this.left && bytes * 2 > this.left;
    this.take(decides && Buffer.byteLength(text) > text.length ? bytes * 2 : bytes);
  }

  has(bytes: number): boolean {
    return bytes <= this.left;
  }
}

/**
 * Passes on the pieces of a request that a thread's heap may hold.
 *
 * V8 ends a thread that comes near its limit, as long as it does so bit by bit. One block of memory
 * that goes far past the limit ends the process: that must not be tried.
 *
 * @throws KaizenWorkerError for more than there can be room for.
 */
export function* fitting(
  pieces: Iterable<Piece>,
  maxMemoryMb: number,
): Generator<Piece, void, undefined> {
  const room = new Room(maxMemoryMb);
  for (const piece of pieces) {
    const [kind, text] = piece;
    if (kind === 'array' || kind === 'object') room.take(Number(text) * PER_ENTRY[kind]);
    else room.takeText(text, PER_BYTE);
    yield piece;
  }
}

/**
 * Passes on the pieces that have arrived in a thread, if its heap may hold what their texts say, be it
 * KTOF or JSON inside of a text.
 *
 * @throws KaizenWorkerError for texts with more cells and lines than there can be room for.
 */
export function* readable(
  pieces: Iterable<Piece>,
  maxMemoryMb: number,
): Generator<Piece, void, undefined> {
  const room = new Room(maxMemoryMb);
  for (const piece of pieces) {
    const [kind, text] = piece;
    if (kind === 'text') takeWhatItSays(text, room);
    yield piece;
  }
}

function takeWhatItSays(text: string, room: Room): void {
  const { perByte, perComma, perLine } = TEXT;
  room.takeText(text, perByte);
  // Counting takes a few per cent of the time that reading takes: it is done where it may matter.
  if (room.has(text.length * perLine)) return;
  room.take(count(text, ',') * perComma);
  room.take(count(text, '\n') * perLine);
}

function count(text: string, mark: string): number {
  let marks = 0;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) marks++;
  return marks;
}
