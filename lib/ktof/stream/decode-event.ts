import type { JsonValue } from '../json-value.js';

/** Where a value stands: keys of objects and indexes of arrays, from the root on. */
export type ValuePath = (string | number)[];

/**
 * A value that is complete.
 *
 * Which values come, so that setting each at its path gives the whole, and none comes twice:
 * - of an array at the root, each item: `[0]`, `[1]`, …;
 * - of an object at the root, each field: `['name']`; but of a field that holds an array, each of
 *   its items: `['users', 0]`; and of a field that is written as a keyed table, each of its entries:
 *   `['hosts', 'web-1']`;
 * - anything else, an empty array or object included, as a whole; at the root its path is `[]`.
 *
 * What the end of the text may have cut off is told only once the text has proved right to its end.
 */
export interface DecodeValueEvent {
  readonly type: 'value';
  readonly path: ValuePath;
  readonly value: JsonValue;
}

/** The end of a text that was right to its end. */
export interface DecodeDoneEvent {
  readonly type: 'done';
  /** The whole value, as `decode` gives it; absent when the stream was told not to collect it. */
  readonly value?: JsonValue;
}

/** What a stream of decoded values yields: any number of values, then `done`. */
export type DecodeStreamEvent = DecodeValueEvent | DecodeDoneEvent;
