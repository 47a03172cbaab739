import { holdsOneOf, valuesOf } from './request-values.js';
import { sharesRun } from './shares-run.js';

/** As many code units as this, in the very same spelling, are a piece of the request. */
const VERBATIM_RUN = 24;
/** The same for letters and digits alone: 24 characters of a text hold about that many. */
const LETTERS_RUN = 16;
/** What JSON, HTML and programming languages write instead of a character. */
const ESCAPE = /\\+(?:u([\da-f]{4})|[nrtbf])|&#?\w{1,8};/g;
const NO_LETTERS = /[^\p{L}\p{N}]+/gu;

/**
 * A test of whether a text repeats a part of a request body, however it is quoted: as it is, escaped
 * again, in another case, with other spaces.
 *
 * @param body The body as it was sent: JSON.
 */
export function repeatsRequest(body: string): (text: string) => boolean {
  let letters: string | undefined;
  let values: readonly string[] | undefined;
  const repeats = (text: string): boolean =>
    sharesRun(text, body, VERBATIM_RUN) ||
    sharesRun(JSON.stringify(text).slice(1, -1), body, VERBATIM_RUN) ||
    holdsOneOf(text.toLowerCase(), (values ??= valuesOf(body))) ||
    sharesLetters(lettersOf(text), () => (letters ??= lettersOf(body)));
  // Of a list of fields most say the same, and a body may be of megabytes.
  const known = new Map<string, boolean>();
  return (text) => {
    const answer = known.get(text) ?? repeats(text);
    known.set(text, answer);
    return answer;
  };
}

function sharesLetters(letters: string, body: () => string): boolean {
  return letters.length >= LETTERS_RUN && sharesRun(letters, body(), LETTERS_RUN);
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(ESCAPE, unescape).replace(NO_LETTERS, '');
}

function unescape(_escape: string, hex?: string): string {
  return hex === undefined ? '' : String.fromCharCode(parseInt(hex, 16));
}
