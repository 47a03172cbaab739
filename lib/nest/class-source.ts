import type { ConfigurableModuleAsyncOptions, Type } from '@nestjs/common';
import { KaizenOptionsError } from '../errors/options.error.js';
import type { KaizenOptions } from '../options/kaizen-options.js';
import type { KaizenOptionsFactory } from './kaizen-options-factory.js';

/** A registration whose options come from elsewhere. */
type AsyncRegistration = ConfigurableModuleAsyncOptions<KaizenOptions, 'createKaizenOptions'>;

/**
 * The same registration with `useFactory` in the place of a class: Nest would call the class's method
 * unseen, and a class without it would fail with an error that names neither.
 */
export function withClassAsFactory<R extends AsyncRegistration>(registration: R): R {
  const { useClass, useExisting, ...beside } = registration;
  const source = useClass ?? useExisting;
  if (source === undefined) return registration;
  return {
    ...beside,
    inject: [source],
    useFactory: (factory: Partial<KaizenOptionsFactory>) => optionsOf(factory, source),
    ...(useClass && { provideInjectionTokensFrom: [useClass] }),
  } as unknown as R;
}

function optionsOf(
  factory: Partial<KaizenOptionsFactory> | undefined,
  source: unknown,
): KaizenOptions | Promise<KaizenOptions> {
  if (typeof factory?.createKaizenOptions === 'function') return factory.createKaizenOptions();
  const name = typeof source === 'function' ? (source as Type).name : String(source);
  throw new KaizenOptionsError(
    `${name} has no method createKaizenOptions. Implement KaizenOptionsFactory in it.`,
    'createKaizenOptions',
  );
}
