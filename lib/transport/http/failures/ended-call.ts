import { KaizenAbortError } from '../../../errors/abort.error.js';
import { KaizenError } from '../../../errors/kaizen.error.js';
import { factsOf, type FailedCall } from './failed-call.js';
import type { Quote } from './quote.js';

/**
 * An error of ours, told which call it ends and after how many attempts. An id of the service's own
 * that it has is left, unless it must not be said.
 */
export function withFacts<E extends KaizenError>(error: E, call: FailedCall, quote?: Quote): E {
  const { requestId, attempts } = factsOf(call);
  const isTold = error.requestId !== undefined && (!quote || quote(error.requestId) !== undefined);
  return Object.assign(error, {
    ...(!isTold && { requestId }),
    ...(error.attempts === undefined && attempts !== undefined && { attempts }),
  });
}

/** The error of a call whose signal has been aborted: the signal's reason, which is one of ours. */
export function endedCall({ reason }: AbortSignal, call: FailedCall): KaizenError {
  return reason instanceof KaizenError ? withFacts(reason, call) : cancelled(call, reason);
}

/** The error of a call that was given up. */
export function cancelled(call: FailedCall, cause?: unknown): KaizenAbortError {
  const message = `${call.state.operation} was given up before its end. To have the result, call again.`;
  return new KaizenAbortError(message, { ...factsOf(call), cause });
}

/**
 * Has the error that ends a call from outside tell how often the request was sent: the caller gets that
 * error at once, before the transport has failed.
 *
 * @returns What ends it.
 */
export function tellEndOf(call: FailedCall): () => void {
  const { signal } = call.state.call;
  const tell = (): void => void endedCall(signal, call);
  signal.addEventListener('abort', tell);
  return () => signal.removeEventListener('abort', tell);
}
