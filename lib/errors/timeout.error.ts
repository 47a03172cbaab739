import { type KaizenErrorContext } from './kaizen.error.js';
import { KaizenRequestError } from './request.error.js';

/** A call that did not finish in the time it was given. */
export class KaizenTimeoutError extends KaizenRequestError {
  override readonly name = 'KaizenTimeoutError';
  override readonly code = 'KAIZEN_TIMEOUT';

  constructor(
    message: string,
    /** The limit that was reached, in milliseconds. */
    readonly timeoutMs: number,
    /** Which limit: `total` is the deadline of the whole call. */
    readonly which: 'total' = 'total',
    context?: KaizenErrorContext,
  ) {
    super(message, context);
  }

  override toJSON(): Record<string, unknown> {
    const { which, timeoutMs } = this;
    return { ...super.toJSON(), which, timeoutMs };
  }
}
