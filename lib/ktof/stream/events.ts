import { type JsonValue, isFilledObject } from '../json-value.js';
import type { DecodeStreamEvent, DecodeValueEvent, ValuePath } from './decode-event.js';

/** An event, or undefined where more text is needed to go on. */
export type DecodeStep = DecodeStreamEvent | undefined;

/** The event of a value that is complete. */
export function valueEvent(path: ValuePath, value: JsonValue): DecodeValueEvent {
  return { type: 'value', path, value };
}

/** Tells a value as a whole, and returns it. */
export function* tellWhole<T extends JsonValue>(
  path: ValuePath,
  value: T,
): Generator<DecodeStep, T> {
  yield valueEvent(path, value);
  return value;
}

/** Tells the items of an array one by one, any other value as a whole, and returns it. */
export function* tellItems<T extends JsonValue>(
  path: ValuePath,
  value: T,
): Generator<DecodeStep, T> {
  if (!Array.isArray(value) || value.length === 0) return yield* tellWhole(path, value);
  for (let index = 0; index < value.length; index++) {
    yield valueEvent([...path, index], value[index]!);
  }
  return value;
}

/** Tells a whole document, and returns it. */
export function* tellDocument(value: JsonValue): Generator<DecodeStep, JsonValue> {
  if (!isFilledObject(value)) return yield* tellItems([], value);
  for (const [key, field] of Object.entries(value)) yield* tellItems([key], field);
  return value;
}
