import type { Registry } from 'prom-client';
import { FigureRecorder } from '../figures/figure-recorder.js';
import { type KaizenPrometheusOptions, resolvePrometheusOptions } from './prometheus-options.js';
import { PrometheusSink } from './prometheus-sink.js';

/**
 * Counts for Prometheus what clients do: calls and how long they took, retries, fallbacks, the cache, bytes
 * and tokens before and after, the circuit breaker.
 *
 * No label has more values than a known number, and none is from a payload. Two collectors with the same
 * options add to the same figures, so an app may be started again in the same process; the numbers hold for
 * both together.
 *
 * @example
 * ```ts
 * const kaizen = createKaizen({ metrics: new KaizenPrometheus({ registry }) });
 * ```
 */
export class KaizenPrometheus extends FigureRecorder {
  /** What holds the figures. */
  readonly registry: Registry;

  /**
   * @throws `KaizenOptionsError` for an option that is unknown or wrong, and when the registry has
   * other metrics of the same names.
   */
  constructor(options: KaizenPrometheusOptions = {}) {
    const resolved = resolvePrometheusOptions(options);
    const sink = new PrometheusSink(resolved);
    super(sink, resolved, sink.words);
    this.registry = resolved.registry;
  }
}
