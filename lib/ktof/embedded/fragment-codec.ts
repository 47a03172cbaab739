import type { JsonValue } from '../json-value.js';

/** Reads the KTOF that stands in texts. */
export interface FragmentReader {
  decode(ktof: string): JsonValue;
}

/** Writes and reads the KTOF that stands in texts. */
export interface FragmentCodec extends FragmentReader {
  /** The deepest nesting that is taken. */
  readonly maxDepth: number;
  encode(value: JsonValue): string;
  /** Told when KTOF does not read back as the value it was written for. */
  mismatch(): void;
}
