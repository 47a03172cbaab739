import { KaizenFormatError } from '../errors/format.error.js';
import { type DecodeOptions, resolveDecodeOptions } from './decode-options.js';
import { Decoder } from './decode/decoder.js';
import type { JsonValue } from './json-value.js';
import { isLarger, tooLarge } from './payload-size.js';

/**
 * Reads KTOF back into the JSON value. It reads every profile of `encode`, TOON 4, and JSON.
 *
 * A byte order mark, a first line `KTOF:`, CR before LF, blank lines outside of arrays and `#`
 * comment lines are skipped.
 *
 * @throws KaizenFormatError for text that is not valid, with line, column and what was expected.
 * @throws KaizenPayloadError for a text past the limit of size.
 * @throws KaizenOptionsError for an unknown or bad option.
 *
 * @example
 * ```ts
 * decode('users[2]{id,name}:\n 1,Ada\n 2,Grace');
 * // { users: [{ id: 1, name: 'Ada' }, { id: 2, name: 'Grace' }] }
 * ```
 */
export function decode(text: string, options?: DecodeOptions): JsonValue {
  const resolved = resolveDecodeOptions(options);
  checkText(text, resolved.maxBytes);
  return new Decoder(text, resolved).document();
}

/**
 * Refuses what is no string, and text that is too large.
 *
 * @param path Where in the request the text is.
 */
export function checkText(text: unknown, maxBytes: number, path = '$'): asserts text is string {
  if (typeof text !== 'string') {
    throw new KaizenFormatError(`The KTOF is of type ${typeof text}`, 1, 1, 'a string');
  }
  if (isLarger(text, maxBytes)) throw tooLarge('The text', maxBytes, path);
}
