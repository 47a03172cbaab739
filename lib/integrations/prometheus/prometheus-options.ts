import { register, type Registry } from 'prom-client';
import { checkOptions } from '../../options/check-options.js';
import { fillOptions } from '../../options/fill-options.js';
import {
  listOf,
  type OptionRule,
  type OptionTable,
  text,
  withMethods,
} from '../../options/option-rule.js';
import { DURATION_BUCKETS } from '../figures/duration-buckets.js';
import { FIGURES } from '../figures/figures.js';
import { type KaizenLabelLimits, LABEL_LIMIT_TABLE } from '../figures/label-limits.js';

/** Where figures for Prometheus go, and how they are named. Every option may be left out. */
export interface KaizenPrometheusOptions extends KaizenLabelLimits {
  /** What holds the figures. Default: `register` of `prom-client`, where an app's other figures are. */
  registry?: Registry;
  /** What the names begin with. Default `kaizen_`. */
  prefix?: string;
  /** The upper bounds of the buckets of durations, in seconds. Default: 14 from 0.001 to 30. */
  buckets?: readonly number[];
  /** Labels that all figures of this collector have beside their own: `{ app: 'orders' }`. Default: none. */
  labels?: Readonly<Record<string, string>>;
}

const OWN_LABELS: ReadonlySet<string> = new Set([
  'le',
  ...Object.values(FIGURES).flatMap(({ labels }) => labels),
]);

const labels: OptionRule<Readonly<Record<string, string>>> = {
  types: ['object'],
  expects: `an object of strings, by names of labels that are not ${[...OWN_LABELS].join(', ')}`,
  accepts: (given) => isRecord(given) && Object.entries(given).every(isLabel),
};

const buckets: OptionRule<readonly number[]> = {
  ...listOf<number>('a list of rising numbers above 0', (bound) => Number(bound) > 0),
  accepts: (given) => Array.isArray(given) && given.length > 0 && given.every(isRising),
  fallback: DURATION_BUCKETS,
};

/** What each of them accepts, and its default. */
export const PROMETHEUS_OPTION_TABLE: OptionTable<KaizenPrometheusOptions> = {
  ...LABEL_LIMIT_TABLE,
  registry: withMethods<Registry>('a Registry of prom-client', [
    'getSingleMetric',
    'registerMetric',
    'metrics',
  ]),
  prefix: text(
    'letters, digits and "_", such as "kaizen_"',
    (value) => /^(?:[a-z_][\w]*)?$/i.test(value),
    'kaizen_',
  ),
  buckets,
  labels,
};

/**
 * Checked options with their defaults.
 *
 * @throws {@link KaizenOptionsError} for an option that is unknown or wrong.
 */
export function resolvePrometheusOptions(
  given: KaizenPrometheusOptions,
): Required<KaizenPrometheusOptions> {
  checkOptions<KaizenPrometheusOptions>(given, PROMETHEUS_OPTION_TABLE, 'Prometheus');
  const defaults = { registry: register, labels: {} };
  return fillOptions(PROMETHEUS_OPTION_TABLE, given, defaults) as Required<KaizenPrometheusOptions>;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLabel([name, value]: [string, unknown]): boolean {
  const isName = /^[a-z_]\w*$/i.test(name) && !name.startsWith('__') && !OWN_LABELS.has(name);
  return isName && typeof value === 'string';
}

function isRising(bound: unknown, index: number, all: readonly unknown[]): boolean {
  const before = index === 0 ? 0 : Number(all[index - 1]);
  return typeof bound === 'number' && Number.isFinite(bound) && bound > before;
}
