import { type OptionTable, withMethods } from './option-rule.js';
import type { KaizenProviderCallSpan, KaizenTracedProviderCall } from './provider-tracing.js';
import type { KaizenCompressionEvent, KaizenRequestEvent } from './report-events.js';

/** A call that begins, as a tracer is told of it. Nothing in it is from the payload. */
export interface KaizenTracedCall {
  /** The client's name; `default` where it has none. */
  readonly client: string;
  /** The method called: `promptsEncode`, `promptsEncodeBatch`, `promptsDecodeStream`. */
  readonly operation: string;
  /** The id of the request. */
  readonly requestId: string;
  /** Who is asked. */
  readonly transport: 'embedded' | 'http';
  /**
   * The context that the caller handed over with the call's `headers`, in lower case: `traceparent`,
   * `tracestate`, `baggage`. Where it is empty, the context that is current is the parent.
   */
  readonly parent: Readonly<Record<string, string>>;
}

/** A request that is about to be sent to a service, as a tracer is told of it. */
export interface KaizenTracedAttempt {
  /** The operation: `promptsEncode`. */
  readonly operation: string;
  /** Which attempt of its call, counted from 1. */
  readonly attempt: number;
  /** The HTTP method. */
  readonly method: string;
  /** The address, without credentials and query. */
  readonly url: string;
}

/** How a request ended. */
export interface KaizenAttemptOutcome {
  /** The HTTP status, where a response came. */
  readonly statusCode?: number;
  /** Why it failed: the status, a system code, which clock ran out (`timeout-read`), or `aborted`. */
  readonly errorType?: string;
}

/** The span of a request. */
export interface KaizenAttemptSpan {
  /** Sent with the request: `traceparent`, `tracestate`. They replace those of the call. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The request has ended. Called once. */
  end(outcome: KaizenAttemptOutcome): void;
}

/** The span of a call. */
export interface KaizenCallSpan {
  /**
   * Does the call's work in the span's context, so that what is traced within is its child. It has to
   * call `work` at once, and only once. Default: no context.
   */
  run?(work: () => unknown): void;
  /** A request of this call is about to be sent. */
  startAttempt?(attempt: KaizenTracedAttempt): KaizenAttemptSpan | undefined;
  /**
   * The call has ended. Called once.
   *
   * @param compression The sizes, where the answer had them.
   */
  end(outcome: KaizenRequestEvent, compression?: KaizenCompressionEvent): void;
}

/**
 * Traces what a client does: a span for each call, and one for each request that is sent. It never sees a
 * payload, a response or a header but those of the context. What it throws is dropped.
 *
 * @example
 * ```ts
 * const tracer: KaizenTracer = {
 *   startCall({ operation }) {
 *     const startedAt = performance.now();
 *     return { end: ({ outcome }) => console.log(operation, outcome, performance.now() - startedAt) };
 *   },
 * };
 * ```
 */
export interface KaizenTracer {
  /** A call begins. Without a span nothing of the call is traced. */
  startCall(call: KaizenTracedCall): KaizenCallSpan | undefined;
  /**
   * A question to a model's vendor begins (`nestjs-kaizen/providers`); the calls that compress it are within.
   * Without a span nothing of the question itself is traced.
   */
  startProviderCall?(call: KaizenTracedProviderCall): KaizenProviderCallSpan | undefined;
}

/** Who traces what a client does. */
export interface KaizenTracingOptions {
  /** Makes the spans. Default: what `KAIZEN_TRACER` provides, else nobody. */
  tracer?: KaizenTracer;
}

/** What it accepts. */
export const TRACING_OPTION_TABLE: OptionTable<KaizenTracingOptions> = {
  tracer: withMethods<KaizenTracer>('a tracer with startCall', ['startCall']),
};
