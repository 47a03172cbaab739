import type { DynamicModule } from '@nestjs/common';
import { checkOptions } from '../options/check-options.js';
import { flag, type OptionTable, text } from '../options/option-rule.js';
import { atPrefix } from './at-prefix.js';
import { serverControllers, serverProviders } from './server-parts.js';

/** Which routes a registration of the server has, and where. */
export interface KaizenServerModuleExtras {
  /** What the paths of the routes begin with: `kaizen` for `/kaizen/v1/compress`. Default: nothing. */
  prefix?: string;
  /** Whether `docs` shows the API as a page. Needs `@nestjs/swagger`. Default `false`. */
  docs?: boolean;
  /** Whether `metrics` has figures for Prometheus. Needs `prom-client`. Default `false`. */
  metrics?: boolean;
}

/** What each of them accepts. */
export const EXTRAS_TABLE: OptionTable<KaizenServerModuleExtras> = {
  prefix: text('a string such as "kaizen"', () => true),
  docs: flag(false),
  metrics: flag(false),
};

/**
 * Makes a server's module from the definition that Nest's builder wrote.
 *
 * @throws {@link KaizenOptionsError} for a wrong `prefix`, `docs` or `metrics`.
 */
export function assembleServerModule(
  definition: DynamicModule,
  extras: KaizenServerModuleExtras,
): DynamicModule {
  const { prefix = '', docs = false, metrics = false } = extras;
  checkOptions<KaizenServerModuleExtras>({ prefix, docs, metrics }, EXTRAS_TABLE, 'server');
  const routes = { docs, metrics };
  return {
    ...definition,
    controllers: serverControllers(routes).map((controller) => atPrefix(controller, prefix)),
    providers: [...(definition.providers ?? []), ...serverProviders(routes)],
  };
}
