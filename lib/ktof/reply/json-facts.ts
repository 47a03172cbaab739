import { closingQuote } from '../decode/quoted.js';
import { isContainer, type JsonValue } from '../json-value.js';
import {
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  COLON,
  QUOTE,
} from '../syntax/characters.js';

/** What a scan of JSON text finds out without reading values. */
export interface JsonFacts {
  /** Members of all objects. */
  readonly members: number;
  /** The most arrays and objects that stand inside each other. */
  readonly depth: number;
}

/** Scans text that `JSON.parse` takes. */
export function jsonFacts(text: string): JsonFacts {
  let members = 0;
  let level = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = closingQuote(text, index);
    else if (code === COLON) members++;
    else if (code === BRACKET_OPEN || code === BRACE_OPEN) depth = Math.max(depth, ++level);
    else if (code === BRACKET_CLOSE || code === BRACE_CLOSE) level--;
  }
  return { members, depth };
}

/** How many members the objects of a value have. Recursion ends at the depth of the value. */
export function countMembers(value: JsonValue): number {
  if (!isContainer(value)) return 0;
  const items = Array.isArray(value) ? value : Object.values(value);
  const own = Array.isArray(value) ? 0 : items.length;
  return items.reduce((count: number, item) => count + countMembers(item), own);
}
