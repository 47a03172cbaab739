import { type OptionTable, milliseconds } from '../options/option-rule.js';

/** What one call may be told, beside its payload. */
export interface KaizenCallOptions {
  /** Ends the call when it aborts: the call rejects with `KaizenAbortError`, its reason as `cause`. */
  signal?: AbortSignal;
  /** How long this call may take in all, in milliseconds. Default: the client's `timeoutMs`. */
  timeoutMs?: number;
  /**
   * The id put on the result and on any error: 1 to 200 visible ASCII characters, no spaces.
   * Default: a random UUID.
   */
  requestId?: string;
}

/** What each call option accepts. */
export const CALL_OPTION_TABLE: OptionTable<KaizenCallOptions> = {
  signal: {
    type: 'object',
    expects: 'an AbortSignal',
    // By shape, since a signal may come from another realm or a polyfill.
    accepts: (value) =>
      value !== null && typeof (value as Partial<AbortSignal>).addEventListener === 'function',
  },
  timeoutMs: milliseconds(1),
  requestId: {
    type: 'string',
    expects: 'a string of 1 to 200 visible ASCII characters',
    accepts: (value) => /^[!-~]{1,200}$/.test(String(value)),
  },
};
