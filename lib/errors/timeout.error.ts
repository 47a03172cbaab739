import { HELP, withHelp } from './help.js';
import type { KaizenErrorContext } from './kaizen.error.js';
import { KaizenRequestError } from './request.error.js';

/**
 * Which clock of a call ran out: `total` is the deadline of the whole call, retries included; `pool`
 * the wait for a free socket; `connect` DNS, TCP, TLS and the proxy's tunnel; `write` a request body
 * that the service does not take; `read` a service that sends nothing.
 */
export type KaizenTimeoutKind = 'total' | 'pool' | 'connect' | 'write' | 'read';

/** A call that did not finish in the time it was given. */
export class KaizenTimeoutError extends KaizenRequestError {
  override readonly name = 'KaizenTimeoutError';
  override readonly code = 'KAIZEN_TIMEOUT';
  override readonly help = HELP.timeout;

  constructor(
    message: string,
    /** The limit that was reached, in milliseconds. */
    readonly timeoutMs: number,
    /** Which limit. */
    readonly which: KaizenTimeoutKind = 'total',
    context?: KaizenErrorContext,
  ) {
    super(withHelp(message, HELP.timeout), context);
  }

  override toJSON(): Record<string, unknown> {
    const { which, timeoutMs } = this;
    return { ...super.toJSON(), which, timeoutMs };
  }
}
