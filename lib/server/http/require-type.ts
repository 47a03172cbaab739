import type { IncomingMessage } from 'node:http';
import { refusal } from '../refusals/refusal.js';
import { contentTypeOf } from './express-setup.js';

const JSON_TYPE = /^application\/(?:[\w.-]{1,64}\+)?json\s*(?:;|$)/i;
const TEXT_TYPE = /^text\/plain\s*(?:;|$)/i;
const OTHER_CHARSET = /;\s*charset\s*=\s*(?!"?utf-?8"?\s*(?:;|$))/i;

/**
 * Refuses a body that says to be something else than JSON in UTF-8.
 *
 * @throws Refusal with 415.
 */
export function requireJson(request: IncomingMessage): void {
  requireType(request, JSON_TYPE, 'JSON in UTF-8. Send the header Content-Type: application/json.');
}

/**
 * Refuses a body that says to be something else than plain text in UTF-8.
 *
 * @throws Refusal with 415.
 */
export function requireText(request: IncomingMessage): void {
  requireType(request, TEXT_TYPE, 'KTOF in UTF-8. Send the header Content-Type: text/plain.');
}

function requireType(request: IncomingMessage, expected: RegExp, what: string): void {
  const type = contentTypeOf(request) ?? '';
  if (!expected.test(type) || OTHER_CHARSET.test(type)) {
    throw refusal('unsupported_media_type', `The body must be ${what}`);
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw refusal(
      'unsupported_media_type',
      'The body must not be compressed. Send it without Content-Encoding.',
    );
  }
}
