import type { KaizenErrorContext } from './kaizen.error.js';
import { KaizenRequestError } from './request.error.js';

/** The service failed so often that it is left alone for a while. Nothing was sent. */
export class KaizenCircuitOpenError extends KaizenRequestError {
  override readonly name = 'KaizenCircuitOpenError';
  override readonly code = 'KAIZEN_CIRCUIT_OPEN';

  constructor(
    message: string,
    /** When the service is tried again, in milliseconds from now. */
    readonly retryAfterMs: number,
    context?: KaizenErrorContext,
  ) {
    super(message, context);
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), retryAfterMs: this.retryAfterMs };
  }
}
