import type { KaizenRetryBudget } from '../../../options/retry-options.js';

/** What a call that succeeds at once puts in. As in the AWS SDKs' standard retry mode. */
const GAIN = 1;

/**
 * What keeps an outage from multiplying a client's traffic: a retry takes tokens, a call that
 * succeeds brings them back, and without enough of them there is no retry. Full at first.
 *
 * The rules are those of the AWS SDKs' standard retry mode.
 */
export class RetryBudget {
  readonly #capacity: number;
  readonly #cost: number;
  #tokens: number;

  constructor({ capacity, costPerRetry }: Readonly<Required<KaizenRetryBudget>>) {
    this.#capacity = capacity;
    this.#cost = costPerRetry;
    this.#tokens = capacity;
  }

  /** What is left. */
  get tokens(): number {
    return this.#tokens;
  }

  /** Takes what a retry costs, and tells whether it was there. */
  take(): boolean {
    if (this.#tokens < this.#cost) return false;
    this.#tokens -= this.#cost;
    return true;
  }

  /** A call has succeeded: a retry that helped gets its cost back. */
  refund(wasRetried: boolean): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + (wasRetried ? this.#cost : GAIN));
  }
}
