import type { Provider, Type } from '@nestjs/common';
import { KaizenOptionsError } from '../../errors/options.error.js';

/** A registration whose options may come from a class. */
interface ClassRegistration {
  readonly useClass?: Type;
  readonly useExisting?: unknown;
  readonly provideInjectionTokensFrom?: Provider[];
}

/** How a class makes options. */
export interface OptionsMaker {
  /** Its method: `createKaizenOptions`. */
  readonly method: string;
  /** The interface that has it: `KaizenOptionsFactory`. */
  readonly contract: string;
}

/**
 * The same registration with `useFactory` in the place of a class: Nest would call the class's method
 * unseen, and a class without it would fail with an error that names neither. A class of `useClass` is then
 * in `provideInjectionTokensFrom`, for the module to provide.
 */
export function withClassAsFactory<R extends ClassRegistration>(
  registration: R,
  maker: OptionsMaker,
): R {
  const { useClass, useExisting, ...beside } = registration;
  const source = useClass ?? useExisting;
  if (source === undefined) return registration;
  return {
    ...beside,
    inject: [source],
    useFactory: (factory: unknown) => optionsOf(factory, source, maker),
    ...(useClass && { provideInjectionTokensFrom: [useClass] }),
  } as unknown as R;
}

function optionsOf(factory: unknown, source: unknown, { method, contract }: OptionsMaker): unknown {
  const maker = (factory ?? {}) as Readonly<Record<string, (() => unknown) | undefined>>;
  if (typeof maker[method] === 'function') return maker[method]();
  const name = typeof source === 'function' ? source.name : String(source);
  throw new KaizenOptionsError(
    `${name} has no method ${method}. Implement ${contract} in it.`,
    method,
  );
}
