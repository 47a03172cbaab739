import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  propagation,
  SpanKind,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type {
  KaizenProviderCallSpan,
  KaizenTracedProviderCall,
} from '../../options/provider-tracing.js';
import type {
  KaizenCallSpan,
  KaizenTracedCall,
  KaizenTracer,
} from '../../options/tracing-options.js';
import { ATTRIBUTE, SCOPE } from './attributes.js';
import { CallSpan } from './call-span.js';
import {
  providerCallAttributes,
  providerCallName,
  ProviderCallSpan,
} from './provider-call-span.js';
import type { ResolvedOpenTelemetryOptions } from './opentelemetry-options.js';

/** Makes the spans of calls. */
export class SpanMaker implements KaizenTracer {
  readonly #tracer: Tracer;

  constructor(private readonly options: ResolvedOpenTelemetryOptions) {
    // The global one waits for its provider by itself.
    this.#tracer = (options.tracerProvider ?? trace.getTracerProvider()).getTracer(SCOPE);
  }

  startCall(call: KaizenTracedCall): KaizenCallSpan | undefined {
    const parent = parentOf(call);
    const options = { kind: SpanKind.INTERNAL, attributes: callAttributes(call) };
    const span = this.#tracer.startSpan(`kaizen ${call.operation}`, options, parent);
    // Nobody has registered an SDK.
    if (!isSpanContextValid(span.spanContext())) return undefined;
    const within = trace.setSpan(parent, span);
    const { attemptSpans } = this.options;
    return new CallSpan(span, { tracer: this.#tracer, within, attemptSpans });
  }

  startProviderCall(call: KaizenTracedProviderCall): KaizenProviderCallSpan | undefined {
    const parent = parentOf(call);
    const options = { kind: SpanKind.CLIENT, attributes: providerCallAttributes(call) };
    const span = this.#tracer.startSpan(providerCallName(call), options, parent);
    if (!isSpanContextValid(span.spanContext())) return undefined;
    return new ProviderCallSpan(span, trace.setSpan(parent, span));
  }
}

/** What the caller handed over with the call's headers, else what is current. */
function parentOf({ parent }: Pick<KaizenTracedCall, 'parent'>): Context {
  return propagation.extract(context.active(), parent);
}

function callAttributes({ client, operation, requestId, transport }: KaizenTracedCall): Attributes {
  return {
    [ATTRIBUTE.client]: client,
    [ATTRIBUTE.operation]: operation,
    [ATTRIBUTE.requestId]: requestId,
    [ATTRIBUTE.transport]: transport,
  };
}
