import { type CanActivate, type DynamicModule, Module, type Type } from '@nestjs/common';
import { checkOptions } from '../../options/check-options.js';
import { type OptionRule, type OptionTable, text } from '../../options/option-rule.js';
import { KAIZEN_METRICS } from '../../options/report-tokens.js';
import { RivalCollectors } from '../rival-collectors.js';
import { KaizenPrometheus } from './kaizen-prometheus.js';
import { metricsController } from './metrics.controller.js';
import { type KaizenPrometheusOptions, PROMETHEUS_OPTION_TABLE } from './prometheus-options.js';

/** What the module is told. Every option may be left out. */
export interface KaizenPrometheusModuleOptions extends KaizenPrometheusOptions {
  /** The route that shows the figures; `false` for none. Default `/metrics`. */
  path?: string | false;
  /** Who may see that route: a guard, or its class. Default: the app's global guards alone. */
  guard?: Type<CanActivate> | CanActivate;
  /** The modules of what the class of the guard injects. */
  imports?: DynamicModule['imports'];
}

const guard: OptionRule<Type<CanActivate> | CanActivate> = {
  types: ['function', 'object'],
  expects: 'a guard or its class',
  accepts: (given) => typeof given === 'function' || isGuard(given),
};

const TABLE: OptionTable<KaizenPrometheusModuleOptions> = {
  ...PROMETHEUS_OPTION_TABLE,
  path: { ...text('a path such as "/metrics"', (path) => path !== ''), orFalse: true },
  guard,
  imports: { types: ['object'], expects: 'a list of modules', accepts: Array.isArray },
};

/**
 * Counts what every client of the app does, and shows Prometheus the figures. Import it once, at the root.
 *
 * @example
 * ```ts
 * @Module({ imports: [KaizenPrometheusModule.forRoot(), KaizenModule.forRoot()] })
 * export class AppModule {}
 * ```
 */
@Module({})
export class KaizenPrometheusModule {
  /**
   * Registers the collector for all clients, and the route.
   *
   * @throws `KaizenOptionsError` for an option that is unknown or wrong; at boot, when the registry
   * has other metrics of the same names.
   */
  static forRoot(options: KaizenPrometheusModuleOptions = {}): DynamicModule {
    checkOptions<KaizenPrometheusModuleOptions>(options, TABLE, 'Prometheus');
    const { path = '/metrics', guard, imports = [], ...figures } = options;
    return {
      module: KaizenPrometheusModule,
      global: true,
      imports,
      controllers: path === false ? [] : [metricsController(path, guard)],
      providers: [
        { provide: KaizenPrometheus, useFactory: () => new KaizenPrometheus(figures) },
        { provide: KAIZEN_METRICS, useExisting: KaizenPrometheus },
        RivalCollectors,
      ],
      exports: [KaizenPrometheus, KAIZEN_METRICS],
    };
  }
}

function isGuard(value: unknown): boolean {
  return typeof (value as { canActivate?: unknown } | null)?.canActivate === 'function';
}
