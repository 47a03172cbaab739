import type { KaizenErrorContext } from './kaizen.error.js';
import { KaizenRequestError } from './request.error.js';

/** Why a payload was refused. */
export type KaizenPayloadErrorCode =
  'KAIZEN_INVALID_PAYLOAD' | 'KAIZEN_PAYLOAD_TOO_DEEP' | 'KAIZEN_PAYLOAD_TOO_LARGE';

/**
 * A payload that cannot be sent as it is: not representable as JSON (a cycle, a BigInt, a function),
 * a field that is missing or of the wrong type, too deep, or too large. Raised before any work;
 * the payload is left untouched.
 */
export class KaizenPayloadError extends KaizenRequestError {
  override readonly name = 'KaizenPayloadError';

  constructor(
    message: string,
    /** Which limit or rule was broken. */
    override readonly code: KaizenPayloadErrorCode,
    /** Where in the payload, from its root `$`: `$.messages[2].content`. */
    readonly path: string,
    context?: KaizenErrorContext,
  ) {
    super(message, context);
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), path: this.path };
  }
}
