import {
  falseOr,
  milliseconds,
  numberFrom,
  oneOf,
  type OptionTable,
  wholeNumber,
} from './option-rule.js';

/** When a service that fails is left alone. Every option may be left out. */
export interface KaizenCircuitBreakerOptions {
  /** The share of failed calls that opens the circuit, above 0 and up to 1. Default 0.5. */
  failureRatio?: number;
  /** How many of the last calls count. Default 20. */
  sampleSize?: number;
  /** With fewer calls than this the circuit stays closed. Default 10. */
  minimumCalls?: number;
  /** How long it stays open before one call may try, in milliseconds. Default 30 000. */
  openMs?: number;
}

/** What happens while the service is down or slow. */
export interface KaizenResilienceOptions {
  /** Leaves a failing service alone for a while: `KaizenCircuitOpenError`. Default `false`. */
  circuitBreaker?: false | KaizenCircuitBreakerOptions;
  /**
   * `embedded`: when the service cannot be reached, or fails after all retries, the engine in this
   * process answers; the result's `servedBy` says so, and a warning is logged. Default `false`.
   */
  fallback?: false | 'embedded';
  /** How many calls may be under way at once; further ones wait. Default: any number. */
  maxConcurrency?: number;
  /** How many calls may wait for `maxConcurrency`; more are refused. Default 1000. */
  maxQueue?: number;
}

const CIRCUIT_BREAKER_TABLE: OptionTable<KaizenCircuitBreakerOptions> = {
  failureRatio: numberFrom(0.01, 1, 0.5),
  sampleSize: wholeNumber(1, 100_000, 20),
  minimumCalls: wholeNumber(1, 100_000, 10),
  openMs: milliseconds(1, 30_000),
};

/** What each of them accepts, and its default. */
export const RESILIENCE_OPTION_TABLE: OptionTable<KaizenResilienceOptions> = {
  circuitBreaker: falseOr(CIRCUIT_BREAKER_TABLE, false),
  fallback: {
    ...oneOf(['embedded']),
    expects: 'false or "embedded"',
    orFalse: true,
    fallback: false,
  },
  maxConcurrency: wholeNumber(1, 100_000),
  maxQueue: wholeNumber(0, 1_000_000, 1000),
};
