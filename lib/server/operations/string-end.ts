import { BACKSLASH, QUOTE } from './json-bytes.js';

/**
 * Where the string of a JSON text ends whose opening quote is at `start`; the length of the text if it
 * does not.
 *
 * @param most How many quotes to look at before it gives up. What it returns then is negative: the
 * complement (`~`) of where to start from again.
 */
export function endOfString(json: Uint8Array, start: number, most = Infinity): number {
  let end = start;
  for (let seen = 0; seen < most; seen++) {
    end = json.indexOf(QUOTE, end + 1);
    if (end === -1) return json.length;
    let first = end;
    while (json[first - 1] === BACKSLASH) first--;
    if ((end - first) % 2 === 0) return end;
  }
  return ~end;
}
