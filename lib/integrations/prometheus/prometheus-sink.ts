import type { Counter, Gauge, Histogram, Metric } from 'prom-client';
import { type FigureName, FIGURES, type FigureSink, type LabelsOf } from '../figures/figures.js';
import type { LabelWords } from '../figures/label-words.js';
import { wordsOf } from './labelled-counter.js';
import { metricOf } from './metric-of.js';
import type { KaizenPrometheusOptions } from './prometheus-options.js';

/** Puts figures into a registry of `prom-client`. */
export class PrometheusSink implements FigureSink {
  readonly #metrics = new Map<FigureName, Metric>();
  readonly #labels?: Readonly<Record<string, string>>;
  /** The words that the labels of these figures have, whoever has recorded them. */
  readonly words: LabelWords;

  /** @throws {@link KaizenOptionsError} when the registry has other metrics of these names. */
  constructor(options: Required<KaizenPrometheusOptions>) {
    if (Object.keys(options.labels).length > 0) this.#labels = options.labels;
    for (const name of Object.keys(FIGURES) as FigureName[]) {
      this.#metrics.set(name, metricOf(FIGURES[name], options));
    }
    this.words = wordsOf(this.#metrics.get('requests'));
  }

  record<N extends FigureName>(figure: N, own: LabelsOf<N>, value: number): void {
    const metric = this.#metrics.get(figure);
    const labels = this.#labels ? { ...this.#labels, ...own } : own;
    const { kind } = FIGURES[figure];
    if (kind === 'counter') (metric as Counter).inc(labels, value);
    else if (kind === 'histogram') (metric as Histogram).observe(labels, value);
    else (metric as Gauge).set(labels, value);
  }
}
