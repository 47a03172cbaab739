import { KaizenAbortError } from '../../errors/abort.error.js';
import { KaizenClosedError } from '../../errors/closed.error.js';
import { KaizenError } from '../../errors/kaizen.error.js';
import { KaizenOverloadedError } from '../../errors/overloaded.error.js';
import { KaizenWorkerError } from '../../errors/worker.error.js';

/** Why a call was ended: the signal's reason where that is one of our errors. */
export function endedBySignal(signal: AbortSignal): KaizenError {
  const reason: unknown = signal.reason;
  if (reason instanceof KaizenError) return reason;
  return new KaizenAbortError(
    'The call was ended by its signal. To have the result, call again with a signal that has not aborted.',
    { cause: reason },
  );
}

/** Throws when the signal has aborted. */
export function throwIfEnded(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw endedBySignal(signal);
}

/** The engine was closed before the call or while it was under way. */
export function engineClosed(): KaizenClosedError {
  return new KaizenClosedError('The engine was closed. Make a new one, or close it later.');
}

/** As many calls wait for a thread as may. */
export function overloaded(maxQueue: number): KaizenOverloadedError {
  return new KaizenOverloadedError(
    `${maxQueue} large calls wait for a worker thread already. Call again later, or raise workers.maxQueue or workers.maxThreads.`,
    maxQueue,
  );
}

/** A thread ended without a result. */
export function workerFailed(cause: unknown, maxMemoryMb: number): KaizenWorkerError {
  const { code } = Object(cause) as { code?: unknown };
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') {
    return new KaizenWorkerError('The worker thread ended without a result. Call again.', 'ended', {
      cause,
    });
  }
  return threadTooSmall(maxMemoryMb, cause);
}

/** There is no room for the work in the heap of a thread. */
export function threadTooSmall(maxMemoryMb: number, cause?: unknown): KaizenWorkerError {
  return new KaizenWorkerError(
    `The work needs more memory than the ${maxMemoryMb} MiB of a worker thread. Raise workers.maxMemoryMb, or split the payload.`,
    'out-of-memory',
    { cause },
  );
}
