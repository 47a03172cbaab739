/** How the waits between attempts grow. */
export interface BackoffOptions {
  /** The longest wait before the first retry, in seconds; it doubles with each. */
  readonly retryBackoffFactor: number;
  /** The longest wait, in milliseconds. */
  readonly maxRetryDelayMs: number;
}

/**
 * The wait before a retry, in milliseconds: exponential, capped, with equal jitter.
 *
 * Half of it is certain and half is random. Callers that failed together are spread out, and still
 * the few retries of a call outlast a short outage and never come on top of each other, as they may
 * when all of the wait is random. That many callers do not load a service in trouble is the business
 * of the retry budget.
 *
 * @param retry Which retry it is, from 1.
 * @param random From 0 up to 1.
 */
export function backoffMs(retry: number, options: BackoffOptions, random: number): number {
  const exponential = options.retryBackoffFactor * 1000 * 2 ** (retry - 1);
  const longest = Math.min(exponential, options.maxRetryDelayMs);
  return Math.round((longest / 2) * (1 + random));
}
