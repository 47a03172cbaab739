import { readable } from '../../engine/pool/heap-budget.js';
import { threadTooSmall } from '../../engine/pool/pool-errors.js';
import { COMMA } from './json-bytes.js';
import type { CheckedRequest } from './read-request.js';

const MEBIBYTE = 1_048_576;
/** What a JSON body takes at least, in bytes of heap: for each byte, and for each value in it. */
const PER_BYTE = 6;
const PER_VALUE = 110;

/**
 * Refuses a body that a thread's heap cannot hold. A block of memory that goes far past the limit of a
 * thread ends the whole process: that must not be tried.
 *
 * @throws KaizenWorkerError
 */
export function requireRoomFor(body: Uint8Array, maxMemoryMb: number): void {
  const room = maxMemoryMb * MEBIBYTE - body.length * PER_BYTE;
  // Counting is left out where no count could matter.
  if (room >= body.length * PER_VALUE) return;
  let values = 0;
  for (let at = body.indexOf(COMMA); at !== -1; at = body.indexOf(COMMA, at + 1)) values++;
  if (room < values * PER_VALUE) throw threadTooSmall(maxMemoryMb);
}

/**
 * Refuses a text to decode whose values a thread's heap cannot hold.
 *
 * @throws KaizenWorkerError
 */
export function requireRoomForText(request: CheckedRequest, maxMemoryMb: number): void {
  if (maxMemoryMb === Infinity) return;
  const { ktof, data } = request as { ktof?: unknown; data?: unknown };
  const texts = [ktof, data].filter((text) => typeof text === 'string');
  // Each is checked as it is passed on.
  Array.from(
    readable(
      texts.map((text) => ['text', text] as const),
      maxMemoryMb,
    ),
  );
}
