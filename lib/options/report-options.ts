import { type OptionTable, withMethods } from './option-rule.js';

/** Where a client logs. Nest's `Logger`, nestjs-pino, winston and `console` all fit. */
export interface KaizenLogger {
  debug?(message: unknown, ...rest: unknown[]): void;
  log(message: unknown, ...rest: unknown[]): void;
  warn(message: unknown, ...rest: unknown[]): void;
  error(message: unknown, ...rest: unknown[]): void;
}

/** What every event tells. None holds a prompt or a secret. */
export interface KaizenEvent {
  /** The client's name; `default` where it has none. */
  readonly client: string;
}

/** What an event of a call tells. */
export interface KaizenCallEvent extends KaizenEvent {
  /** The operation, as the client's method is named: `promptsEncode`. */
  readonly operation: string;
  /** The id of the request. */
  readonly requestId: string;
}

/** A request is about to be sent again. */
export interface KaizenRetryEvent extends KaizenCallEvent {
  /** Which attempt comes, counted from 1: the first retry is 2. */
  readonly attempt: number;
  /** Why: an HTTP status, a system code such as `ECONNRESET`, or which clock ran out. */
  readonly reason: string;
  /** The wait before it, in milliseconds. */
  readonly delayMs: number;
}

/** The embedded engine answers in the service's place. */
export interface KaizenFallbackEvent extends KaizenCallEvent {
  /** The code of the error that the call would have failed with. */
  readonly reason: string;
}

/** The circuit breaker changed its state. */
export interface KaizenCircuitEvent extends KaizenEvent {
  readonly state: 'closed' | 'open' | 'half-open';
}

/** An encoding that did not decode to what it was made from was thrown away for compact JSON. */
export interface KaizenVerificationEvent extends KaizenEvent {
  readonly operation: string;
}

/**
 * Counts what a client does. Every method may be left out; what one throws is dropped.
 *
 * @example
 * ```ts
 * KaizenModule.forRoot({
 *   metrics: { recordRetry: ({ reason }) => retries.inc({ reason }) },
 * });
 * ```
 */
export interface KaizenMetricsCollector {
  recordRetry?(event: KaizenRetryEvent): void;
  recordFallback?(event: KaizenFallbackEvent): void;
  recordCircuit?(event: KaizenCircuitEvent): void;
  recordVerificationFailure?(event: KaizenVerificationEvent): void;
}

/** Who is told what a client does. */
export interface KaizenReportOptions {
  /** Where warnings go. Default: Nest's `Logger`, under the name `Kaizen`. */
  logger?: KaizenLogger;
  /** What counts retries, fallbacks, circuit changes and failed verifications. Default: nothing. */
  metrics?: KaizenMetricsCollector;
}

/** What each of them accepts. */
export const REPORT_OPTION_TABLE: OptionTable<KaizenReportOptions> = {
  logger: withMethods<KaizenLogger>('a logger with log, warn and error', ['log', 'warn', 'error']),
  metrics: withMethods<KaizenMetricsCollector>('an object of record methods', []),
};
