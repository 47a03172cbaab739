import { KaizenTimeoutError } from '../../errors/timeout.error.js';
import type { KaizenTransportCall } from '../kaizen-transport.js';

/** The share of a call's time that is kept for the embedded engine, and the most of it. */
const RESERVED_SHARE = 0.1;
const MOST_RESERVED_MS = 1000;

/** A call as the service gets it: with a part of its time, so that some is left for the engine. */
export class LimitedCall {
  /** What the service is handed. */
  readonly call: KaizenTransportCall;
  readonly #timer: NodeJS.Timeout;
  readonly #release: () => void;

  /** @param operation What is asked, for the error. */
  constructor(call: KaizenTransportCall, operation: string) {
    const reserveMs = Math.min(call.timeoutMs * RESERVED_SHARE, MOST_RESERVED_MS);
    const timeoutMs = Math.max(1, Math.floor(call.timeoutMs - reserveMs));
    const controller = new AbortController();
    const end = () => controller.abort(call.signal.reason);
    this.#timer = setTimeout(() => controller.abort(tooSlow(operation, timeoutMs)), timeoutMs);
    call.signal.addEventListener('abort', end);
    if (call.signal.aborted) end();
    this.#release = () => call.signal.removeEventListener('abort', end);
    this.call = { ...call, signal: controller.signal, timeoutMs };
  }

  /** From now on the service has all of the call's time: nobody else can serve it. */
  lift(): void {
    clearTimeout(this.#timer);
  }

  /** The service is done. */
  release(): void {
    this.lift();
    this.#release();
  }
}

function tooSlow(operation: string, timeoutMs: number): KaizenTimeoutError {
  return new KaizenTimeoutError(
    `The service did not answer ${operation} within ${timeoutMs} ms. Give the call a longer timeoutMs.`,
    timeoutMs,
  );
}
