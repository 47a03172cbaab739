import { type IncomingMessage } from 'node:http';
import { refusal } from '../refusals/refusal.js';
import { contentTypeOf } from './express-setup.js';

const JSON_TYPE = /^application\/(?:[\w.-]{1,64}\+)?json\s*(?:;|$)/i;
const OTHER_CHARSET = /;\s*charset\s*=\s*(?!"?utf-?8"?\s*(?:;|$))/i;

/**
 * Refuses a body that says to be something else than JSON in UTF-8.
 *
 * @throws Refusal with 415.
 */
export function requireJson(request: IncomingMessage): void {
  const type = contentTypeOf(request) ?? '';
  if (!JSON_TYPE.test(type) || OTHER_CHARSET.test(type)) {
    throw refusal(
      'unsupported_media_type',
      'The body must be JSON in UTF-8. Send the header Content-Type: application/json.',
    );
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw refusal(
      'unsupported_media_type',
      'The body must not be compressed. Send it without Content-Encoding.',
    );
  }
}
