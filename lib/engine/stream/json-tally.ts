import type { JsonValue } from '../../ktof/json-value.js';
import type { DecodeValueEvent } from '../../ktof/stream/decode-event.js';

/** Counts the bytes of a value as compact JSON, while its parts are told. */
export class JsonTally {
  /** Bytes of UTF-8 so far. */
  bytes = 0;
  private opened: string | number | undefined;

  /** Counts a value, its key, and the brackets and commas around it. */
  add({ path, value }: DecodeValueEvent): void {
    const [first, second] = path;
    this.bytes += bytesOf(value);
    if (first === undefined) return;
    if (second !== undefined && first === this.opened) {
      this.bytes += 1 + keyBytes(second);
      return;
    }
    // A comma before it, or the brackets around all.
    this.bytes += (this.opened === undefined ? 2 : 1) + keyBytes(first);
    if (second !== undefined) this.bytes += 2 + keyBytes(second);
    this.opened = first;
  }
}

function keyBytes(step: string | number): number {
  return typeof step === 'string' ? bytesOf(step) + 1 : 0;
}

function bytesOf(value: JsonValue): number {
  return Buffer.byteLength(JSON.stringify(value));
}
