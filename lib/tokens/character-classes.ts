/** The classes of characters that vocabularies' split rules repeat without end. */
export const CHARACTER_CLASSES = 5;

const LETTER = 1;
const SYMBOL = 2;
const BLANK = 4;
const DIGIT = 8;
/** After symbols, `o200k_base` takes any mix of line ends and slashes. */
const LINE_END = 16;

const ASCII = Uint8Array.from({ length: 128 }, (_, code) => classify(String.fromCharCode(code)));

/**
 * The classes a character belongs to, as bits.
 *
 * Combining marks are letters to one vocabulary and symbols to another, so they are both.
 */
export function classesOf(codePoint: number): number {
  return ASCII[codePoint] ?? classify(String.fromCodePoint(codePoint));
}

function classify(character: string): number {
  if (/\s/.test(character)) return BLANK | lineEnd(character);
  if (/\p{L}/u.test(character)) return LETTER;
  if (/\p{N}/u.test(character)) return DIGIT;
  return SYMBOL | lineEnd(character) | (/\p{M}/u.test(character) ? LETTER : 0);
}

function lineEnd(character: string): number {
  return '\r\n/'.includes(character) ? LINE_END : 0;
}
