import { type DynamicModule, Module } from '@nestjs/common';
import { checkOptions } from '../../options/check-options.js';
import { flag, type OptionTable } from '../../options/option-rule.js';
import { KAIZEN_METRICS, KAIZEN_TRACER } from '../../options/report-tokens.js';
import { RivalCollectors } from '../rival-collectors.js';
import { KaizenOpenTelemetry } from './kaizen-opentelemetry.js';
import {
  type KaizenOpenTelemetryOptions,
  OPEN_TELEMETRY_OPTION_TABLE,
} from './opentelemetry-options.js';

/** What the module is told. Every option may be left out. */
export interface KaizenOpenTelemetryModuleOptions extends KaizenOpenTelemetryOptions {
  /**
   * Whether it counts for every client. Default true. An app has one such collector by injection: say
   * `false` beside `KaizenPrometheusModule`.
   */
  metrics?: boolean;
  /** Whether it traces every client. Default true. */
  tracing?: boolean;
}

const TABLE: OptionTable<KaizenOpenTelemetryModuleOptions> = {
  ...OPEN_TELEMETRY_OPTION_TABLE,
  metrics: flag(true),
  tracing: flag(true),
};

/**
 * Tells OpenTelemetry what every client of the app does. Import it once, at the root. The SDK is the app's
 * own, registered before or after.
 *
 * @example
 * ```ts
 * @Module({ imports: [KaizenOpenTelemetryModule.forRoot(), KaizenModule.forRoot()] })
 * export class AppModule {}
 * ```
 */
@Module({})
export class KaizenOpenTelemetryModule {
  /**
   * Registers the collector and the tracer for all clients.
   *
   * @throws `KaizenOptionsError` for an option that is unknown or wrong.
   */
  static forRoot(options: KaizenOpenTelemetryModuleOptions = {}): DynamicModule {
    checkOptions<KaizenOpenTelemetryModuleOptions>(options, TABLE, 'OpenTelemetry');
    const { metrics = true, tracing = true, ...rest } = options;
    const tokens = [...(metrics ? [KAIZEN_METRICS] : []), ...(tracing ? [KAIZEN_TRACER] : [])];
    return {
      module: KaizenOpenTelemetryModule,
      global: true,
      providers: [
        { provide: KaizenOpenTelemetry, useFactory: () => new KaizenOpenTelemetry(rest) },
        ...tokens.map((provide) => ({ provide, useExisting: KaizenOpenTelemetry })),
        ...(metrics ? [RivalCollectors] : []),
      ],
      exports: [KaizenOpenTelemetry, ...tokens],
    };
  }
}
