import type { ResolvedKaizenOptions } from '../../../options/kaizen-options.js';
import { backoffMs } from './backoff.js';
import type { Failure } from './failure-of.js';
import { parseRetryAfter } from './retry-after.js';
import type { RetryBudget } from './retry-budget.js';

/** What a client was told of retries. */
export type RetryPolicyOptions = Pick<
  ResolvedKaizenOptions,
  'retryBackoffFactor' | 'maxRetryDelayMs' | 'maxRetryAfterMs' | 'retryOnStatusCodes'
>;

/** Why a request is not sent again. The first reason in this order is told. */
export type RetryRefusal = 'not-retryable' | 'attempts' | 'retry-after' | 'deadline' | 'budget';

/** Whether a request is sent again, and after which wait. */
export type RetryDecision =
  | { readonly retry: true; readonly delayMs: number }
  | { readonly retry: false; readonly because: RetryRefusal };

/** How far a call has come. */
export interface RetryProgress {
  /** How many retries it has had. */
  readonly retries: number;
  /** How many it may have. */
  readonly maxRetries: number;
  /** What is left of the time that the whole call has, in milliseconds. */
  readonly remainingMs: number;
}

/** Where the policy gets its chance and its date from. */
export interface RetryPolicySources {
  /** From 0 up to 1. Default `Math.random`. */
  readonly random?: () => number;
  /** The wall clock, in milliseconds, for a `Retry-After` that is a date. Default `Date.now`. */
  readonly wallClock?: () => number;
}

/** Decides which failed requests of a client are sent again, and when. */
export class RetryPolicy {
  readonly #options: RetryPolicyOptions;
  readonly #budget: RetryBudget | undefined;
  readonly #random: () => number;
  readonly #wallClock: () => number;

  /** @param budget What limits the retries of all calls together; without it nothing does. */
  constructor(
    options: RetryPolicyOptions,
    budget?: RetryBudget,
    { random = Math.random, wallClock = Date.now }: RetryPolicySources = {},
  ) {
    this.#options = options;
    this.#budget = budget;
    this.#random = random;
    this.#wallClock = wallClock;
  }

  /** Decides on one failure. A retry that is granted has been paid for out of the budget. */
  decide(failure: Failure, { retries, maxRetries, remainingMs }: RetryProgress): RetryDecision {
    if (!this.shouldRetry(failure)) return refuse('not-retryable');
    if (retries >= maxRetries) return refuse('attempts');
    const askedMs = this.#askedMs(failure);
    if (askedMs > this.#options.maxRetryAfterMs) return refuse('retry-after');
    const delayMs = Math.max(backoffMs(retries + 1, this.#options, this.#random()), askedMs);
    // A wait that outlasts the call would only hide the error that there is to tell.
    if (delayMs >= remainingMs) return refuse('deadline');
    if (this.#budget?.take() === false) return refuse('budget');
    return { retry: true, delayMs };
  }

  /** Whether sending the request again may help. Every operation is pure, so it never harms. */
  shouldRetry(failure: Failure): boolean {
    switch (failure.kind) {
      case 'status':
        return this.#shouldRetryStatus(failure.status, failure.headers['x-should-retry']);
      // A full pool is this client's own load; at the deadline there is no time left.
      case 'timeout':
        return failure.which !== 'pool' && failure.which !== 'total';
      case 'connection':
        return failure.isTransient;
      case 'aborted':
      case 'final':
        return false;
    }
  }

  /** A call has succeeded, after a retry or at once. */
  succeeded(wasRetried: boolean): void {
    this.#budget?.refund(wasRetried);
  }

  #shouldRetryStatus(status: number, wish: unknown): boolean {
    if (wish === 'true') return true;
    if (wish === 'false') return false;
    return this.#options.retryOnStatusCodes.includes(status);
  }

  #askedMs(failure: Failure): number {
    if (failure.kind !== 'status') return 0;
    return parseRetryAfter(failure.headers, this.#wallClock()) ?? 0;
  }
}

function refuse(because: RetryRefusal): RetryDecision {
  return { retry: false, because };
}
