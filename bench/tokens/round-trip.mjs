import { jsonEqual } from './json-equal.mjs';

/** What `roundTrip` answers when the decoded value equals the original. */
export const SAME = 'same';

/**
 * @typedef {object} RoundTrip
 * @property {string} [text] absent when the value could not be written
 * @property {string} verdict `same`, `lossy`, `no decoder`, or what the form's library threw and when
 */

/**
 * Writes a value in a form and reads it back.
 * @param {import('./formats.mjs').Format} format
 * @param {unknown} value
 * @returns {RoundTrip}
 */
export function roundTrip(format, value) {
  try {
    const text = format.encode(value);
    if (typeof text !== 'string') return { verdict: 'error on encoding: no text' };
    return { text, verdict: readBack(format, text, value) };
  } catch (error) {
    return { verdict: `error on encoding: ${firstLine(error)}` };
  }
}

/** @param {import('./formats.mjs').Format} format @param {string} text @param {unknown} value */
function readBack({ decode }, text, value) {
  if (!decode) return 'no decoder';
  try {
    return jsonEqual(value, decode(text)) ? SAME : 'lossy';
  } catch (error) {
    return `error on decoding: ${firstLine(error)}`;
  }
}

/** @param {unknown} error */
function firstLine(error) {
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
