import { type JsonValue, isContainer } from '../json-value.js';
import { encodeScalarInBrackets } from '../syntax/scalars.js';

/**
 * A value as it stands inside brackets, parentheses or a list cell: lists with bare words, compact
 * JSON from the first object on.
 */
export function encodeBrackets(value: JsonValue): string {
  if (!isContainer(value)) return encodeScalarInBrackets(value);
  if (isJson(value)) return JSON.stringify(value);
  return `[${value.map(encodeBrackets).join(',')}]`;
}

/** Whether an array or object is written as JSON: objects are, and lists that hold one. */
export function isJson(value: JsonArray | JsonObject): value is JsonObject {
  return !Array.isArray(value) || holdsObject(value);
}

function holdsObject(list: readonly JsonValue[]): boolean {
  return list.some((item) => isContainer(item) && (!Array.isArray(item) || holdsObject(item)));
}
