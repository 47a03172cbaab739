import { type JsonArray, type JsonObject, type JsonValue, isContainer } from '../json-value.js';
import { encodeScalarInBrackets } from '../syntax/scalars.js';

/**
 * A value as it stands inside brackets, parentheses or a list cell: lists with bare words, compact
 * JSON from the first object on.
 */
export function encodeBrackets(value: JsonValue): string {
  if (!isContainer(value)) return encodeScalarInBrackets(value);
  if (!isBareList(value)) return JSON.stringify(value);
  return `[${value.map(encodeBrackets).join(',')}]`;
}

/** True for a list that holds no object: its words may stand bare. */
export function isBareList(container: JsonArray | JsonObject): container is JsonArray {
  return Array.isArray(container) && !holdsObject(container);
}

function holdsObject(list: readonly JsonValue[]): boolean {
  return list.some((item) => isContainer(item) && (!Array.isArray(item) || holdsObject(item)));
}
