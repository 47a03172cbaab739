import { KaizenError, type KaizenErrorContext } from './kaizen.error.js';

/**
 * Text that is not valid KTOF.
 *
 * The message names the place and what was expected there, and never quotes the text.
 */
export class KaizenFormatError extends KaizenError {
  override readonly name = 'KaizenFormatError';
  override readonly code = 'KAIZEN_INVALID_KTOF';

  constructor(
    /** What is wrong, without the place. */
    readonly reason: string,
    /** The line, counted from 1. */
    readonly line: number,
    /** The column in UTF-16 code units, counted from 1. */
    readonly column: number,
    /** What would have been right there. */
    readonly expected: string,
    context?: KaizenErrorContext,
  ) {
    super(`${reason} at line ${line}, column ${column}. Expected ${expected}.`, context);
  }

  override toJSON(): Record<string, unknown> {
    const { reason, line, column, expected } = this;
    return { ...super.toJSON(), reason, line, column, expected };
  }
}
