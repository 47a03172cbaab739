/** What every Kaizen error carries beside its message. */
export interface KaizenErrorContext {
  /** The error that led to this one. Kept, but never printed by {@link KaizenError.toJSON}. */
  readonly cause?: unknown;
  /** The id of the request the error belongs to, where there is one. */
  readonly requestId?: string;
  /** How many times the request was sent, where it was sent at all. */
  readonly attempts?: number;
}

/**
 * The base of every error this package raises.
 *
 * The message says what happened and ends in the remedy. It never holds a secret or any part of a
 * payload's values, so it is safe to log.
 *
 * @example
 * ```ts
 * try {
 *   await kaizen.promptsEncode({ prompt });
 * } catch (error) {
 *   if (error instanceof KaizenError) logger.warn(error.toJSON());
 *   else throw error;
 * }
 * ```
 */
export abstract class KaizenError extends Error {
  /** The class's own name, kept through minification. */
  abstract override readonly name: string;
  /** A stable, machine-readable code that begins with `KAIZEN_`. */
  abstract readonly code: string;
  /** The id of the request the error belongs to, where there is one. */
  readonly requestId?: string;
  /** How many times the request was sent, where it was sent at all. */
  readonly attempts?: number;
  /** Where the package's own pages tell more: `nestjs-kaizen/docs/TROUBLESHOOTING.md#certificates`. */
  readonly help?: string;

  constructor(message: string, { cause, requestId, attempts }: KaizenErrorContext = {}) {
    super(message, cause === undefined ? undefined : { cause });
    if (requestId !== undefined) this.requestId = requestId;
    if (attempts !== undefined) this.attempts = attempts;
  }

  /** Name, code, message and the error's own facts: what a log line needs, and no cause. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, requestId, attempts, help } = this;
    return {
      name,
      code,
      message,
      ...(requestId !== undefined && { requestId }),
      ...(attempts !== undefined && { attempts }),
      ...(help !== undefined && { help }),
    };
  }
}
