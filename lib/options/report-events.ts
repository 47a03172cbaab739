import type { KaizenCacheOutcome } from '../contract/responses/cache-outcome.js';
import type { ServedBy } from '../contract/responses/served-by.js';

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

/** A cache was asked, or was to keep an answer (`operation` tells of what). */
export interface KaizenCacheEvent extends KaizenCallEvent {
  readonly outcome: KaizenCacheOutcome;
  /**
   * How long the cache took, in milliseconds; for a call that shared the answer to an equal one, how long it
   * waited for that. 0 where nothing was looked up.
   */
  readonly durationMs: number;
}

/** A call has ended. */
export interface KaizenRequestEvent extends KaizenCallEvent {
  readonly outcome: 'ok' | 'error';
  /** The `code` of the error that the call failed with. */
  readonly errorCode?: string;
  /** The HTTP status that the service failed with, where one told so. */
  readonly statusCode?: number;
  /** How long the call took in all, in milliseconds. */
  readonly durationMs: number;
  /** Who answered; for a failed call, who was asked. */
  readonly servedBy: ServedBy;
  /** How many requests were sent, where any was. */
  readonly attempts?: number;
  /** What the cache had, where one was asked. */
  readonly cache?: KaizenCacheOutcome;
}

/** Tokens of one text before and after, by one model's vocabulary. */
export interface KaizenTokenSaving {
  readonly model: string;
  readonly before: number;
  readonly after: number;
  /** Whether both were counted exactly; estimated otherwise. */
  readonly exact: boolean;
}

/** A payload was made smaller, or decoded: what it is as compact JSON and as KTOF. */
export interface KaizenCompressionEvent extends KaizenCallEvent {
  /** Bytes of the compact JSON. */
  readonly jsonBytes: number;
  /** Bytes of the KTOF. */
  readonly ktofBytes: number;
  /** Of the models that the call asked for. */
  readonly tokens: readonly KaizenTokenSaving[];
}
