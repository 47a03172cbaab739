import type { FactoryProvider, Provider, ValueProvider } from '@nestjs/common';
import { checkOptions } from '../options/check-options.js';
import type { KaizenOptions, ResolvedKaizenOptions } from '../options/kaizen-options.js';
import { flag, type OptionTable, text } from '../options/option-rule.js';
import { OPTION_TABLE } from '../options/option-table.js';
import { getKaizenOptionsToken } from '../options/options-token.js';
import { resolveKaizenOptions } from '../options/resolve-options.js';
import type { KaizenModuleExtras } from './kaizen-module-extras.js';

/** The token under which Nest's builder puts the options as the user gave them. */
export const RAW_OPTIONS = 'KAIZEN_MODULE_OPTIONS';

/** What `forRoot` takes: an error about an unknown option lists or suggests these. */
const MODULE_OPTION_TABLE: OptionTable<KaizenOptions & KaizenModuleExtras> = {
  ...OPTION_TABLE,
  name: text('a string that is not empty', (value) => value !== ''),
  isGlobal: flag(false),
};

type RawOptionsProvider = ValueProvider<KaizenOptions> | FactoryProvider<KaizenOptions>;

/** Whether this is the builder's own provider of the options, not the user's `useClass`. */
export function isRawOptions(provider: Provider): provider is RawOptionsProvider {
  return typeof provider === 'object' && provider.provide === RAW_OPTIONS;
}

/**
 * Provides the checked options of the client of this name.
 *
 * One provider both makes and checks them: with two, a test that overrides the checked options
 * would still run the user's factory.
 */
export function optionsProvider(
  raw: RawOptionsProvider,
  name?: string,
): FactoryProvider<ResolvedKaizenOptions> {
  const provide = getKaizenOptionsToken(name);
  if ('useValue' in raw) return { provide, useFactory: () => resolveGiven(raw.useValue) };
  return {
    ...raw,
    provide,
    useFactory: async (...injected: unknown[]) =>
      resolveKaizenOptions(await raw.useFactory(...injected)),
  };
}

function resolveGiven(options: KaizenOptions): ResolvedKaizenOptions {
  checkOptions<KaizenOptions>(options, MODULE_OPTION_TABLE, 'client');
  return resolveKaizenOptions(options);
}
