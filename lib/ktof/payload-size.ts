import { KaizenPayloadError } from '../errors/payload.error.js';

/** UTF-8 has at least one byte and at most three bytes per UTF-16 code unit. */
export function isLarger(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  return text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes;
}

/**
 * The error for more bytes than may be.
 *
 * @param what What is too large, as the message begins: `The payload`.
 * @param path Where in the request it is.
 */
export function tooLarge(what: string, maxBytes: number, path: string): KaizenPayloadError {
  const message = `${what} is larger than ${maxBytes} bytes. Split it, or raise \`maxBytes\` (of a client: \`maxPayloadBytes\`).`;
  return new KaizenPayloadError(message, 'KAIZEN_PAYLOAD_TOO_LARGE', path);
}
