import { KaizenError, type KaizenErrorContext } from './kaizen.error.js';

/** An option that is unknown, of the wrong type, or out of range. Raised before any work. */
export class KaizenOptionsError extends KaizenError {
  override readonly name = 'KaizenOptionsError';
  override readonly code = 'KAIZEN_INVALID_OPTION';

  constructor(
    message: string,
    /** The option at fault, as a path: `delimiter`, `defaults.indent`. */
    readonly option: string,
    context?: KaizenErrorContext,
  ) {
    super(message, context);
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), option: this.option };
  }
}
