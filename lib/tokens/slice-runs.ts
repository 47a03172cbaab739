import { CHARACTER_CLASSES, classesOf } from './character-classes.js';

/** The longest run of one kind of character that is counted in one piece, in UTF-16 code units. */
const LONGEST_RUN = 256;

/**
 * Cuts a text so that no slice holds a run of more than 256 letters, symbols, blanks or digits.
 *
 * A tokenizer merges each unbroken run in quadratic time: 100,000 times `a` takes seconds. Cut, it
 * takes milliseconds. A text without such runs comes back whole, so its count is untouched; the
 * count of a longer run is off by up to two tokens for each cut. No cut parts a surrogate pair.
 *
 * @returns slices that, joined, are the text again.
 */
export function sliceRuns(text: string): string[] {
  const slices: string[] = [];
  const runs = new Uint16Array(CHARACTER_CLASSES);
  let start = 0;
  for (let at = 0; at < text.length;) {
    const codePoint = text.codePointAt(at) ?? 0;
    const classes = classesOf(codePoint);
    const width = codePoint > 0xffff ? 2 : 1;
    if (extendRuns(runs, classes, width) > LONGEST_RUN) {
      slices.push(text.slice(start, at));
      start = at;
      extendRuns(runs.fill(0), classes, width);
    }
    at += width;
  }
  slices.push(text.slice(start));
  return slices;
}

/** Adds a character to the runs it belongs to and ends the others; returns the longest length. */
function extendRuns(runs: Uint16Array, classes: number, width: number): number {
  let longest = 0;
  for (let index = 0; index < CHARACTER_CLASSES; index++) {
    const length = classes & (1 << index) ? (runs[index] ?? 0) + width : 0;
    runs[index] = length;
    if (length > longest) longest = length;
  }
  return longest;
}
