import {
  falseOr,
  listOf,
  milliseconds,
  numberFrom,
  type OptionTable,
  wholeNumber,
} from './option-rule.js';

/** How much an outage may multiply a client's traffic. Every option may be left out. */
export interface KaizenRetryBudget {
  /** What is there at first and at most. Default 500. */
  capacity?: number;
  /** What a retry takes; a call that succeeds gives it back. Default 10. */
  costPerRetry?: number;
}

/** When and how a request is sent again. Every operation is a pure function of its request. */
export interface KaizenRetryOptions {
  /** How often a request may be sent again, 0 to 20. Default 3. */
  maxRetries?: number;
  /** The longest wait before the first retry, in seconds; it doubles with each. Default 0.5. */
  retryBackoffFactor?: number;
  /** The longest wait between two attempts that nobody asked for, in milliseconds. Default 8000. */
  maxRetryDelayMs?: number;
  /**
   * The longest wait that the service may ask for with `Retry-After`, in milliseconds; for more the
   * call fails at once and its error tells how long. Default 60 000.
   */
  maxRetryAfterMs?: number;
  /** The statuses that are worth another attempt. Default 408, 429, 500, 502, 503, 504. */
  retryOnStatusCodes?: readonly number[];
  /**
   * How many retries the client may make in all while the service fails; `false`: any number.
   * Default `{}`.
   */
  retryBudget?: false | KaizenRetryBudget;
}

const BUDGET_TABLE: OptionTable<KaizenRetryBudget> = {
  capacity: wholeNumber(0, 1_000_000, 500),
  costPerRetry: wholeNumber(1, 1_000_000, 10),
};

/** What each of them accepts, and its default. */
export const RETRY_OPTION_TABLE: OptionTable<KaizenRetryOptions> = {
  maxRetries: wholeNumber(0, 20, 3),
  retryBackoffFactor: numberFrom(0, 3600, 0.5),
  maxRetryDelayMs: milliseconds(0, 8000),
  maxRetryAfterMs: milliseconds(0, 60_000),
  retryOnStatusCodes: listOf<number>(
    'a list of HTTP statuses from 400 to 599',
    (status) => Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599,
    [408, 429, 500, 502, 503, 504],
  ),
  retryBudget: falseOr(BUDGET_TABLE, {}),
};
