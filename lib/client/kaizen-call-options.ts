import { headers, visibleText } from '../options/http-rules.js';
import { milliseconds, oneOf, type OptionTable } from '../options/option-rule.js';
import { RETRY_OPTION_TABLE } from '../options/retry-options.js';
import { type KaizenTimeoutOptions, TIMEOUT_OPTION_TABLE } from '../options/timeout-options.js';

/**
 * What one call may be told, beside its payload. The timeouts of the phases, `maxRetries`, `headers` and
 * `idempotencyKey` matter to the transport `http` only.
 */
export interface KaizenCallOptions extends KaizenTimeoutOptions {
  /** Ends the call when it aborts: the call rejects with `KaizenAbortError`, its reason as `cause`. */
  signal?: AbortSignal;
  /** How long this call may take in all, in milliseconds. Default: the client's `timeoutMs`. */
  timeoutMs?: number;
  /**
   * The id sent as `X-Request-ID` and put on the result and on any error: 1 to 200 visible ASCII
   * characters, no spaces. Default: a random UUID; so is it where this one shows the value of one of the
   * call's `headers` that holds a secret by its name (`authorization`, `x-api-key`, `cookie`).
   */
  requestId?: string;
  /** Headers of this call, beside the client's; of two with the same name this one is sent. */
  headers?: Record<string, string>;
  /** How often this call may be sent again. Default: the client's `maxRetries`. */
  maxRetries?: number;
  /**
   * `false` passes the client's cache by; `refresh` does not look the request up and keeps the new answer.
   * Streams are never cached. Default: as the client's option `cache` says.
   */
  cache?: false | 'refresh';
  /** Sent as `Idempotency-Key` with every attempt. Default: a random UUID for each call. */
  idempotencyKey?: string;
}

/** What each call option accepts. */
export const CALL_OPTION_TABLE: OptionTable<KaizenCallOptions> = {
  ...TIMEOUT_OPTION_TABLE,
  signal: {
    types: ['object'],
    expects: 'an AbortSignal',
    // By shape, since a signal may come from another realm or a polyfill.
    accepts: (value) =>
      value !== null && typeof (value as Partial<AbortSignal>).addEventListener === 'function',
  },
  timeoutMs: milliseconds(1),
  requestId: {
    types: ['string'],
    expects: 'a string of 1 to 200 visible ASCII characters',
    accepts: (value) => /^[!-~]{1,200}$/.test(String(value)),
  },
  headers,
  maxRetries: RETRY_OPTION_TABLE.maxRetries,
  cache: { ...oneOf<'refresh'>(['refresh']), expects: 'false or "refresh"', orFalse: true },
  idempotencyKey: visibleText,
};
