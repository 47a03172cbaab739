import { tell } from '../output/write.js';

/** An integer with so many digits may be past what a number of JavaScript holds exactly. */
const LONG_INTEGER = /(?<![\d.eE+])\d{16,}(?![\d.eE])/g;

/**
 * Warns of a JSON text whose integers lose digits when they become numbers: what goes on with them is not
 * what was given.
 *
 * @param name What the warning calls it. It quotes nothing.
 */
export function warnOfLostDigits(json: string, name: string): void {
  if (losesDigits(json)) tell(lostDigitsWarning(name));
}

/** What is said of such a text. */
export function lostDigitsWarning(name: string): string {
  return `kaizen: warning: ${name}: Integers past 2^53 lose digits. Write them as strings.`;
}

/** Whether a JSON text has integers that lose digits when they become numbers. */
export function losesDigits(json: string): boolean {
  return /\d{16}/.test(json) && hasUnsafeInteger(json);
}

/** Digits in strings are no numbers, so those are passed over. */
function hasUnsafeInteger(json: string): boolean {
  for (let at = 0; ;) {
    const quote = json.indexOf('"', at);
    const between = json.slice(at, quote === -1 ? undefined : quote);
    if (between.match(LONG_INTEGER)?.some((digits) => !Number.isSafeInteger(Number(digits))))
      return true;
    if (quote === -1) return false;
    at = endOfString(json, quote + 1);
  }
}

function endOfString(json: string, start: number): number {
  for (let at = start; ; at++) {
    at = json.indexOf('"', at);
    if (at === -1) return json.length;
    let slashes = 0;
    while (json[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
}
