import { isUtf8 } from 'node:buffer';
import { refusal } from '../refusals/refusal.js';
import { exceedsDepth } from './exceeds-depth.js';
import { requireFinite } from './require-finite.js';

/** The level around a payload: the body that has it in a field. */
const OUTER_LEVEL = 1;

/**
 * The value of a JSON body. Keys such as `__proto__` are plain keys of it.
 *
 * @param maxDepth How many levels a payload in it may have.
 * @throws Refusal for what is no UTF-8, too deep, no JSON, or has a number past what JavaScript holds. It
 * tells no value of the body.
 */
export function parseBody(body: Uint8Array, maxDepth: number): unknown {
  if (!isUtf8(body)) {
    throw refusal('invalid_utf8', 'The body is not valid UTF-8. Encode it as UTF-8.');
  }
  if (exceedsDepth(body, maxDepth + OUTER_LEVEL)) throw tooDeep(maxDepth);
  const json = textOf(body);
  const value = parse(json);
  requireFinite(value, json);
  return value;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw refusal('invalid_json', 'The body is not valid JSON. Send one JSON object.');
  }
}

function textOf(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.length).toString();
}

function tooDeep(maxDepth: number): Error {
  const message = `The body has too many levels; a payload may have ${maxDepth}. Flatten it.`;
  const details = [{ loc: ['body'], msg: message, type: 'too_deep' }];
  return refusal('too_deep', message, { details });
}
