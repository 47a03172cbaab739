import { type JsonValue, isContainer } from '../json-value.js';
import { encodeScalarInBrackets } from '../syntax/scalars.js';

/**
 * A value as it stands inside brackets, parentheses or a list cell: lists with bare words, compact
 * JSON from the first object on.
 */
export function encodeBrackets(value: JsonValue): string {
  if (!isContainer(value)) return encodeScalarInBrackets(value);
  if (!Array.isArray(value)) return JSON.stringify(value);
  return holdsObject(value) ? JSON.stringify(value) : `[${value.map(encodeBrackets).join(',')}]`;
}

function holdsObject(list: readonly JsonValue[]): boolean {
  return list.some((item) => isContainer(item) && (!Array.isArray(item) || holdsObject(item)));
}
