import { FigureRecorder } from '../figures/figure-recorder.js';
import type {
  KaizenProviderCallSpan,
  KaizenTracedProviderCall,
} from '../../options/provider-tracing.js';
import type {
  KaizenCallSpan,
  KaizenTracedCall,
  KaizenTracer,
} from '../../options/tracing-options.js';
import { MeterSink } from './meter-sink.js';
import {
  type KaizenOpenTelemetryOptions,
  resolveOpenTelemetryOptions,
} from './opentelemetry-options.js';
import { SpanMaker } from './span-maker.js';

/**
 * Tells OpenTelemetry what clients do: figures, and a span for each call and each request that is sent.
 *
 * The context is taken from the call's `headers` (`traceparent`), else from where the call is made, and sent
 * on with every request, both by the global propagator. Nothing is from a payload. Without an SDK all of it
 * does nothing.
 *
 * @example
 * ```ts
 * const telemetry = new KaizenOpenTelemetry();
 * const kaizen = createKaizen({ metrics: telemetry, tracer: telemetry });
 * ```
 */
export class KaizenOpenTelemetry extends FigureRecorder implements KaizenTracer {
  readonly #spans: SpanMaker;

  /** @throws `KaizenOptionsError` for an option that is unknown or wrong. */
  constructor(options: KaizenOpenTelemetryOptions = {}) {
    const resolved = resolveOpenTelemetryOptions(options);
    super(new MeterSink(resolved.meterProvider), resolved);
    this.#spans = new SpanMaker(resolved);
  }

  /** A call begins. Without an SDK there is no span. */
  startCall(call: KaizenTracedCall): KaizenCallSpan | undefined {
    return this.#spans.startCall(call);
  }

  /** A question to a model's vendor begins. Without an SDK there is no span. */
  startProviderCall(call: KaizenTracedProviderCall): KaizenProviderCallSpan | undefined {
    return this.#spans.startProviderCall(call);
  }
}
