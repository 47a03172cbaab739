import { KaizenError, type KaizenErrorContext } from './kaizen.error.js';

/** Which hook of a client: `beforeRequest` or `afterResponse`. */
export type KaizenHookName = 'beforeRequest' | 'afterResponse';

/**
 * One of the client's own hooks threw, or gave what cannot be used. Its error is the `cause`; of one that
 * would show a secret when it is printed, only name and code.
 */
export class KaizenHookError extends KaizenError {
  override readonly name = 'KaizenHookError';
  override readonly code = 'KAIZEN_HOOK_FAILED';

  constructor(
    message: string,
    /** Which hook. */
    readonly hook: KaizenHookName,
    context?: KaizenErrorContext,
  ) {
    super(message, context);
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), hook: this.hook };
  }
}
