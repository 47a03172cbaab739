import { HELP, withHelp } from './help.js';
import { KaizenError, type KaizenErrorContext } from './kaizen.error.js';

/**
 * What is wrong with a response: `fields` are missing or mistyped; the body is `invalid-json`, is
 * `empty`, is no valid UTF-8 (`invalid-text`), has another `content-type`, is packed in a way that
 * cannot be undone (`encoding`), or is `too-large`; the service sent a `redirect`; what it sends is no
 * valid HTTP (`protocol`); a stream of events ended without its last one (`incomplete`).
 */
export type KaizenResponseFault =
  | 'fields'
  | 'invalid-json'
  | 'empty'
  | 'invalid-text'
  | 'content-type'
  | 'encoding'
  | 'too-large'
  | 'redirect'
  | 'protocol'
  | 'incomplete';

/** What a {@link KaizenResponseError} carries beside its message. */
export interface KaizenResponseErrorContext extends KaizenErrorContext {
  /** Default `fields`. */
  readonly fault?: KaizenResponseFault;
  /** The HTTP status of the response, where there was one. */
  readonly statusCode?: number;
}

/** A response that is not what it should be. It is not asked for again. */
export class KaizenResponseError extends KaizenError {
  override readonly name = 'KaizenResponseError';
  override readonly code = 'KAIZEN_INVALID_RESPONSE';
  override readonly help = HELP.response;
  /** What is wrong with it. */
  readonly fault: KaizenResponseFault;
  /** The HTTP status of the response, where there was one. */
  readonly statusCode?: number;

  constructor(
    message: string,
    /** The fields at fault, as paths in the response envelope. */
    readonly fields: readonly string[] = [],
    { fault = 'fields', statusCode, ...context }: KaizenResponseErrorContext = {},
  ) {
    super(withHelp(message, HELP.response), context);
    this.fault = fault;
    if (statusCode !== undefined) this.statusCode = statusCode;
  }

  override toJSON(): Record<string, unknown> {
    const { fault, fields, statusCode } = this;
    const status = statusCode === undefined ? {} : { statusCode };
    return { ...super.toJSON(), fault, fields, ...status };
  }
}
