import {
  beginsLikeTuple,
  isBareKey,
  needsQuotes,
  needsQuotesInBrackets,
} from '../syntax/quoting.js';

const LONGER_ESCAPES = /[\b\f]/g;

/** Bytes saved by a string as a value or a cell: its two quotes, where it may stand bare. */
export function stringSaving(text: string, delimiter: number): number {
  return needsQuotes(text, delimiter) ? -longerEscapes(text) : 2;
}

/** Bytes saved by a string as a cell of a column that declares tuples. */
export function stringSavingBesideTuples(text: string, delimiter: number): number {
  return beginsLikeTuple(text) ? -longerEscapes(text) : stringSaving(text, delimiter);
}

/** Bytes saved by a string inside brackets or parentheses. */
export function stringSavingInBrackets(text: string): number {
  return needsQuotesInBrackets(text) ? 0 : 2;
}

/** Bytes saved by a key and its colon on a line: `name` against `"name":`, without `: `. */
export function keySaving(key: string): number {
  return isBareKey(key) ? 3 : 1 - longerEscapes(key);
}

/** UTF-8 bytes of a key and its colon in JSON. */
export function jsonKeyBytes(key: string): number {
  return Buffer.byteLength(isBareKey(key) ? key : JSON.stringify(key)) + (isBareKey(key) ? 3 : 1);
}

/** TOON writes `\u0008` and `\u000c` where JSON writes `\b` and `\f`. */
function longerEscapes(text: string): number {
  return 4 * (text.match(LONGER_ESCAPES)?.length ?? 0);
}
