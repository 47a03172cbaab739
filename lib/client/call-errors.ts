import { KaizenAbortError } from '../errors/abort.error.js';
import { KaizenClosedError } from '../errors/closed.error.js';
import { KaizenError } from '../errors/kaizen.error.js';
import { KaizenTimeoutError } from '../errors/timeout.error.js';

/** The caller's signal ended the call; its reason becomes the cause. */
export function aborted(method: string, signal: AbortSignal): KaizenAbortError {
  return new KaizenAbortError(
    `${method} was ended by its signal. To have the result, call again with a signal that has not aborted.`,
    { cause: signal.reason },
  );
}

/** The consumer of a stream has left it. */
export function leftEarly(): KaizenAbortError {
  return new KaizenAbortError('The stream was left before its end. Read all of it.');
}

/** The call was still under way at its deadline. */
export function timedOut(method: string, timeoutMs: number): KaizenTimeoutError {
  return new KaizenTimeoutError(
    `${method} did not finish within ${timeoutMs} ms. Give it a longer timeoutMs or a smaller payload.`,
    timeoutMs,
  );
}

/** The call came after `close()`. */
export function refusedByClose(method: string): KaizenClosedError {
  return new KaizenClosedError(
    `${method} was called on a closed client. Make a new client, or close this one later.`,
  );
}

/** The call was still under way when the grace time of `close()` ended. */
export function endedByClose(graceMs: number): KaizenClosedError {
  return new KaizenClosedError(
    `The client was closed and the call did not finish within the ${graceMs} ms of grace. ` +
      'Give a longer shutdownGraceMs, or close after the last call.',
  );
}

/** Puts the call's id on one of our errors that has none yet; other errors are left alone. */
export function withRequestId(error: unknown, requestId: string): unknown {
  const lacksId = error instanceof KaizenError && error.requestId === undefined;
  return lacksId ? Object.assign(error, { requestId }) : error;
}
