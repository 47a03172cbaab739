import { JsonScanner, opensContainer } from './json-scanner.js';

/** A stretch of a text that is strict JSON: an array or an object. */
export interface Fragment {
  /** Where it begins, in UTF-16 code units. */
  readonly start: number;
  /** The place behind it. */
  readonly end: number;
}

/** Shorter JSON is left alone: there is nothing to gain. */
const MIN_LENGTH = 24;

/**
 * The outermost arrays and objects in a text that are strict JSON of 24 characters or more, that
 * nest no deeper than `maxDepth`, and that stand alone.
 *
 * What touches a word, a quote, a comma or another bracket does not stand alone: it belongs to code,
 * to a row of a table, to a list that is cut off. Takes time in proportion to the text.
 */
export function findFragments(text: string, maxDepth: number): Fragment[] {
  const fragments: Fragment[] = [];
  const scanner = new JsonScanner(text);
  for (let start = 0; start < text.length; start++) {
    if (!opensContainer(text.charCodeAt(start))) continue;
    const end = scanner.end(start);
    if (end < 0) continue;
    const isLarge = end - start >= MIN_LENGTH && scanner.depth <= maxDepth;
    if (isLarge && standsAlone(text, start, end)) fragments.push({ start, end });
    start = end - 1;
  }
  return fragments;
}

/** What may touch the beginning: white space, `:`, `=`, `>`, and letters that are not ASCII. */
const BEFORE = /[\s:=>\u0080-\uffff]/;
/** What may touch the end: the same less the marks, a tag, and punctuation that ends there. */
const BEHIND = /[.,;:!?)]{0,3}(?:[\s<\u0080-\uffff]|$)/y;

function standsAlone(text: string, start: number, end: number): boolean {
  if (start > 0 && !BEFORE.test(text.charAt(start - 1))) return false;
  BEHIND.lastIndex = end;
  return BEHIND.test(text);
}
