import { type Counter, Gauge, Histogram, type Metric } from 'prom-client';
import { KaizenOptionsError } from '../../errors/options.error.js';
import type { Figure } from '../figures/figures.js';
import { LabelledCounter } from './labelled-counter.js';
import type { KaizenPrometheusOptions } from './prometheus-options.js';

/** What metrics are compared by. They have it, though `prom-client` does not say so in its types. */
interface Shape {
  readonly type: Figure['kind'];
  readonly labelNames: string[];
  /** Of a histogram. */
  readonly buckets?: number[];
}

/**
 * The metric of a figure: the one that the registry has already, as after a hot reload or with two apps in
 * one process, or a new one.
 *
 * @throws {@link KaizenOptionsError} when the registry has another one of that name.
 */
export function metricOf(figure: Figure, options: Required<KaizenPrometheusOptions>): Metric {
  const { registry, prefix, buckets, labels } = options;
  const name = prefix + figure.prometheus;
  const shape: Shape = {
    type: figure.kind,
    labelNames: [...Object.keys(labels), ...figure.labels],
    ...(figure.kind === 'histogram' && { buckets: [...buckets] }),
  };
  const there = registry.getSingleMetric(name);
  if (there === undefined) return create(shape, { name, help: figure.help, registers: [registry] });
  if (isLike(there as unknown as Shape, shape)) return there;
  throw new KaizenOptionsError(
    `The registry has "${name}" with other labels or buckets. Give all its collectors the same "labels" and "buckets", or this one a "prefix" or a "registry" of its own.`,
    'registry',
  );
}

type Naming = Pick<ConstructorParameters<typeof Counter>[0], 'name' | 'help' | 'registers'>;

function create({ type, labelNames, buckets }: Shape, naming: Naming): Metric {
  if (type === 'histogram') return new Histogram({ ...naming, labelNames, buckets });
  return type === 'gauge'
    ? new Gauge({ ...naming, labelNames })
    : new LabelledCounter({ ...naming, labelNames });
}

function isLike(there: Shape, wanted: Shape): boolean {
  return (
    there.type === wanted.type &&
    isSame([...there.labelNames].sort(), [...wanted.labelNames].sort()) &&
    isSame(there.buckets ?? [], wanted.buckets ?? [])
  );
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((item, index) => item === others[index]);
}
