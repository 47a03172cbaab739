import { KaizenError, type KaizenErrorContext } from './kaizen.error.js';

/** A successful response that is not what it should be: a required field is missing or mistyped. */
export class KaizenResponseError extends KaizenError {
  override readonly name = 'KaizenResponseError';
  override readonly code = 'KAIZEN_INVALID_RESPONSE';

  constructor(
    message: string,
    /** The fields at fault, as paths in the response envelope. */
    readonly fields: readonly string[] = [],
    context?: KaizenErrorContext,
  ) {
    super(message, context);
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), fields: this.fields };
  }
}
