import { KaizenPayloadError } from '../../errors/payload.error.js';

/** The error for replay data that is not what was returned for the text it came with. */
export function replayMismatch(cause?: unknown): KaizenPayloadError {
  const message =
    '$.replayMeta does not fit the text. Pass the `meta` of the response that this text came from, both unchanged.';
  return new KaizenPayloadError(message, 'KAIZEN_INVALID_PAYLOAD', '$.replayMeta', { cause });
}
