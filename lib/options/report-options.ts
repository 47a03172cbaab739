import {
  flag,
  listOf,
  oneOf,
  type OptionRule,
  type OptionTable,
  withMethods,
} from './option-rule.js';
import type {
  KaizenCacheEvent,
  KaizenCircuitEvent,
  KaizenCompressionEvent,
  KaizenFallbackEvent,
  KaizenRequestEvent,
  KaizenRetryEvent,
  KaizenVerificationEvent,
} from './report-events.js';

/** Where a client logs. Nest's `Logger`, nestjs-pino, winston and `console` all fit. */
export interface KaizenLogger {
  /** Lines of level `debug`. Default: they are left out. */
  debug?(message: unknown, ...rest: unknown[]): void;
  /** Lines of level `info`. */
  log(message: unknown, ...rest: unknown[]): void;
  /** Lines of level `warn`. */
  warn(message: unknown, ...rest: unknown[]): void;
  /** Lines of level `error`. */
  error(message: unknown, ...rest: unknown[]): void;
}

/** Which lines a client writes: those of its level and of all that are graver. */
export type KaizenLogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug';

/**
 * Counts what a client does. Every method may be left out. What one throws or rejects with is dropped, and
 * nobody waits for it; but its own code runs in the thread of the call, so leave slow work for later.
 * Events are frozen, and hold neither a secret nor any part of a payload.
 *
 * @example
 * ```ts
 * KaizenModule.forRoot({
 *   metrics: { recordRetry: ({ reason }) => retries.inc({ reason }) },
 * });
 * ```
 */
export interface KaizenMetricsCollector {
  /** A call, or an item of a batch, has ended. */
  recordRequest?(event: KaizenRequestEvent): void;
  /** Its answer told sizes. Comes before `recordRequest`. */
  recordCompression?(event: KaizenCompressionEvent): void;
  /** A cache was asked. */
  recordCache?(event: KaizenCacheEvent): void;
  /** A request is about to be sent again. */
  recordRetry?(event: KaizenRetryEvent): void;
  /** The embedded engine answers in the service's place. */
  recordFallback?(event: KaizenFallbackEvent): void;
  /** The circuit breaker changed its state. */
  recordCircuit?(event: KaizenCircuitEvent): void;
  /** An encoding did not decode to the same data; compact JSON was returned instead. */
  recordVerificationFailure?(event: KaizenVerificationEvent): void;
}

/** Who is told what a client does. */
export interface KaizenReportOptions {
  /** Where lines go. Default: Nest's `Logger`, under the name `Kaizen`. */
  logger?: KaizenLogger;
  /**
   * Which lines are written: `error` calls that failed; `warn` retries, fallbacks, the circuit breaker, failed
   * verifications; `info` each call that ended; `debug` each that begins; `off` none at all. Default `warn`:
   * an app with a thousand calls a second has no line while all is well.
   */
  logLevel?: KaizenLogLevel;
  /**
   * Whether `debug` lines have the beginning of payloads and results, at most 2000 characters of each. For
   * development: refused where `NODE_ENV` is `production`. Default false.
   */
  logPayloads?: boolean;
  /**
   * Names of what must not be seen in logs: `email` at any depth, `user.email` below any `user`; `*` stands for
   * any one name. Secrets by their usual names (`password`, `apiKey`, `authorization`, …) need no mention.
   */
  redact?: readonly string[];
  /** What counts events. Default: what `KAIZEN_METRICS` provides, and that is told besides. */
  metrics?: KaizenMetricsCollector | readonly KaizenMetricsCollector[];
}

const isCollector = (value: unknown): boolean => typeof value === 'object' && value !== null;

const collectors: OptionRule<KaizenMetricsCollector | readonly KaizenMetricsCollector[]> = {
  types: ['object'],
  expects: 'an object of record methods, or a list of them',
  accepts: (value) => (Array.isArray(value) ? value : [value]).every(isCollector),
};

/** What each of them accepts, and its default. */
export const REPORT_OPTION_TABLE: OptionTable<KaizenReportOptions> = {
  logger: withMethods<KaizenLogger>('a logger with log, warn and error', ['log', 'warn', 'error']),
  logLevel: oneOf(['off', 'error', 'warn', 'info', 'debug'], 'warn'),
  logPayloads: flag(false),
  redact: listOf<string>(
    'a list of names and dotted paths: "email", "user.email", "users.*.email"',
    (path) => typeof path === 'string' && /^[^.\s]+(?:\.[^.\s]+)*$/.test(path),
    [],
  ),
  metrics: collectors,
};
