import { type JsonValue, isContainer } from '../json-value.js';
import { bracketPieces } from './bracket-pieces.js';
import type { Steps } from './steps.js';

/** Counts the bytes of a value as compact JSON, which is never there as a whole. */
export function* countJsonBytes(value: JsonValue): Steps<number> {
  if (!isContainer(value)) return Buffer.byteLength(JSON.stringify(value));
  let bytes = 0;
  for (const piece of bracketPieces(value, JSON.stringify)) {
    bytes += Buffer.byteLength(piece);
    yield;
  }
  return bytes;
}
