import { HELP } from './help.js';
import type { KaizenErrorContext } from './kaizen.error.js';
import { KaizenRequestError } from './request.error.js';

/** Why a worker thread gave no result. */
export type KaizenWorkerFailure = 'out-of-memory' | 'ended' | 'defect';

/**
 * The worker thread that had the call gave no result: it ran into its memory limit, it ended, or it
 * met a defect. The process and the other calls go on; the next call gets a new thread.
 */
export class KaizenWorkerError extends KaizenRequestError {
  override readonly name = 'KaizenWorkerError';
  override readonly code = 'KAIZEN_WORKER_FAILED';
  override readonly help = HELP.load;

  constructor(
    message: string,
    /** What happened to the thread. */
    readonly failure: KaizenWorkerFailure,
    context?: KaizenErrorContext,
  ) {
    super(message, context);
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), failure: this.failure };
  }
}
