import { HELP } from './help.js';
import type { KaizenErrorContext } from './kaizen.error.js';
import { KaizenRequestError } from './request.error.js';

/**
 * Too many calls wait already: large ones for a worker thread, or any for `maxConcurrency`. Raised before
 * any work; call again later.
 */
export class KaizenOverloadedError extends KaizenRequestError {
  override readonly name = 'KaizenOverloadedError';
  override readonly code = 'KAIZEN_OVERLOADED';
  override readonly help = HELP.load;

  constructor(
    message: string,
    /** How many calls may wait: the limit that was reached. */
    readonly maxQueue: number,
    context?: KaizenErrorContext,
  ) {
    super(message, context);
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), maxQueue: this.maxQueue };
  }
}
