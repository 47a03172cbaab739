import type { MeterProvider, TracerProvider } from '@opentelemetry/api';
import { checkOptions } from '../../options/check-options.js';
import { fillOptions } from '../../options/fill-options.js';
import { flag, type OptionTable, withMethods } from '../../options/option-rule.js';
import { type KaizenLabelLimits, LABEL_LIMIT_TABLE } from '../figures/label-limits.js';

/** Where spans and figures go. Every option may be left out. */
export interface KaizenOpenTelemetryOptions extends KaizenLabelLimits {
  /** Gives the meter. Default: the global one, whenever it is registered. */
  meterProvider?: MeterProvider;
  /** Gives the tracer. Default: the global one, whenever it is registered. */
  tracerProvider?: TracerProvider;
  /**
   * Whether each request has a span of its own, whose context is sent with it. Default true. Say `false`
   * where `@opentelemetry/instrumentation-http` makes such spans: they are then children of the call's.
   */
  attemptSpans?: boolean;
}

/** Checked options: the providers stay open where nobody sets them. */
export type ResolvedOpenTelemetryOptions = Readonly<
  Pick<KaizenOpenTelemetryOptions, 'meterProvider' | 'tracerProvider'> &
    Required<Omit<KaizenOpenTelemetryOptions, 'meterProvider' | 'tracerProvider'>>
>;

/** What each of them accepts, and its default. */
export const OPEN_TELEMETRY_OPTION_TABLE: OptionTable<KaizenOpenTelemetryOptions> = {
  ...LABEL_LIMIT_TABLE,
  meterProvider: withMethods<MeterProvider>('a MeterProvider', ['getMeter']),
  tracerProvider: withMethods<TracerProvider>('a TracerProvider', ['getTracer']),
  attemptSpans: flag(true),
};

/**
 * Checked options with their defaults.
 *
 * @throws {@link KaizenOptionsError} for an option that is unknown or wrong.
 */
export function resolveOpenTelemetryOptions(
  given: KaizenOpenTelemetryOptions,
): ResolvedOpenTelemetryOptions {
  checkOptions<KaizenOpenTelemetryOptions>(given, OPEN_TELEMETRY_OPTION_TABLE, 'OpenTelemetry');
  return fillOptions(OPEN_TELEMETRY_OPTION_TABLE, given) as ResolvedOpenTelemetryOptions;
}
