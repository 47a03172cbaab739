import type {
  KaizenProviderCallOutcome,
  KaizenProviderCallSpan,
  KaizenTracedProviderCall,
} from '../options/provider-tracing.js';
import type { KaizenTracer } from '../options/tracing-options.js';
import { attempt } from './attempt.js';
import { runWithin } from './run-within.js';
import { contextHeaders } from './traced-call.js';

/** What of a context a vendor is told: where its part of the trace belongs, and nothing that the app says. */
const FOR_VENDORS = ['traceparent', 'tracestate'];

/** The span of a question to a vendor. What the tracer throws changes nothing for the question. */
export class TracedProviderCall {
  /** Begins one; `undefined` where the tracer does not want to trace this question. */
  static start(
    tracer: KaizenTracer | undefined,
    call: KaizenTracedProviderCall,
  ): TracedProviderCall | undefined {
    const span = attempt(() => tracer?.startProviderCall?.(Object.freeze(call)));
    return typeof span === 'object' && span !== null ? new TracedProviderCall(span) : undefined;
  }

  #isOver = false;

  private constructor(private readonly span: KaizenProviderCallSpan) {}

  /** The headers to send with the request, in lower case. */
  get headers(): Record<string, string> {
    const all = attempt(() => contextHeaders(this.span.headers)) ?? {};
    return Object.fromEntries(Object.entries(all).filter(([name]) => FOR_VENDORS.includes(name)));
  }

  /** Does a part of the work in the span's context: once, whatever the tracer does. */
  run<T>(work: () => T): T {
    return runWithin(this.span, work);
  }

  /** The question has its end; only the first time counts. */
  end(outcome: KaizenProviderCallOutcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    attempt(() => this.span.end(Object.freeze(outcome)));
  }
}
