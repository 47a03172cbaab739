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
 * What touches a quote, a comma or another bracket does not stand alone: it belongs to code, to a row
 * of a table, to a list that is cut off. Takes time in proportion to the text.
 */
export function findFragments(text: string, maxDepth: number): Fragment[] {
  const fragments: Fragment[] = [];
  if (text.length < MIN_LENGTH) return fragments;
  let scanner: JsonScanner | undefined;
  for (let start = 0; start < text.length; start++) {
    if (!opensContainer(text.charCodeAt(start))) continue;
    scanner ??= new JsonScanner(text);
    const end = scanner.end(start);
    if (end < 0) continue;
    const isLarge = end - start >= MIN_LENGTH && scanner.depth <= maxDepth;
    if (isLarge && standsAlone(text, start, end)) fragments.push({ start, end });
    start = end - 1;
  }
  return fragments;
}

/** What the beginning belongs to: a list, a call, a string, a path. */
const BEFORE = /[,|([{"'`\\/]/;
/** What a bracket indexes. */
const INDEXED = /[\w)\]]/;
/** What the end belongs to: a string, a path, a call, what is around it, a row, a chain of calls. */
const BEHIND = /["'`\\/[(\]}]|[,|.;:]\S/y;

function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.charAt(start - 1);
  if (BEFORE.test(before) || (text[start] === '[' && INDEXED.test(before))) return false;
  BEHIND.lastIndex = end;
  return !BEHIND.test(text);
}
