import type { KaizenCompressionEvent, KaizenRequestEvent } from '../options/report-events.js';
import type {
  KaizenAttemptOutcome,
  KaizenAttemptSpan,
  KaizenCallSpan,
  KaizenTracedAttempt,
  KaizenTracedCall,
  KaizenTracer,
} from '../options/tracing-options.js';
import { attempt } from './attempt.js';
import { runWithin } from './run-within.js';

/** The span of a call. What the tracer throws changes nothing for the call. */
export class TracedCall {
  /** Begins one; `undefined` where the tracer does not want to trace this call. */
  static start(tracer: KaizenTracer, call: KaizenTracedCall): TracedCall | undefined {
    const span = attempt(() => tracer.startCall(call));
    return typeof span === 'object' && span !== null ? new TracedCall(span) : undefined;
  }

  private constructor(private readonly span: KaizenCallSpan) {}

  /** Does the work in the span's context: once, whatever the tracer does. */
  run<T>(work: () => T): T {
    return runWithin(this.span, work);
  }

  /** A request is about to be sent. */
  startAttempt(told: KaizenTracedAttempt): TracedAttempt | undefined {
    const span = attempt(() => this.span.startAttempt?.(told));
    return typeof span === 'object' ? new TracedAttempt(span) : undefined;
  }

  /** The call has ended. */
  end(outcome: KaizenRequestEvent, compression?: KaizenCompressionEvent): void {
    attempt(() => this.span.end(outcome, compression));
  }
}

/** The span of a request. What the tracer throws changes nothing for the request. */
export class TracedAttempt {
  #isOver = false;

  constructor(private readonly span: KaizenAttemptSpan) {}

  /** The headers to send with the request, in lower case: those of the context, and no others. */
  get headers(): Record<string, string> {
    return attempt(() => contextHeaders(this.span.headers)) ?? {};
  }

  /** The request has ended; only the first time counts. */
  end(outcome: KaizenAttemptOutcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    attempt(() => this.span.end(Object.freeze(outcome)));
  }
}

const CONTEXT_HEADER = /^(?:traceparent|tracestate|baggage|b3|x-b3-[a-z]+|uber-trace-id)$/;
const FIELD_VALUE = /^[\t\x20-\x7e]{1,8192}$/;

/** Those headers that carry a trace's context, with lower-case names. */
export function contextHeaders(
  headers: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries<unknown>(headers)) {
    const lower = name.toLowerCase();
    if (typeof value !== 'string' || !FIELD_VALUE.test(value)) continue;
    if (CONTEXT_HEADER.test(lower)) kept[lower] = value;
  }
  return kept;
}
