import { Inject, type InjectionToken } from '@nestjs/common';
import type { KaizenProvider } from '../provider.js';
import { VENDORS } from '../vendors.js';

/**
 * The injection token of a provider: a vendor's class for a vendor's name, a string for an endpoint of your
 * own.
 *
 * @param name `openai`, `anthropic`, …, or a key of `openAiCompatible`.
 */
export function getKaizenProviderToken(name: string): InjectionToken<KaizenProvider> {
  const vendors: Readonly<Record<string, InjectionToken<KaizenProvider>>> = VENDORS;
  return Object.hasOwn(vendors, name) ? vendors[name]! : `KaizenProvider(${name})`;
}

/**
 * Injects a provider by its name into a constructor parameter or a property.
 *
 * @example
 * ```ts
 * constructor(@UseKaizenProvider('ollama') private readonly ollama: KaizenProvider) {}
 * ```
 */
export function UseKaizenProvider(name: string): PropertyDecorator & ParameterDecorator {
  return Inject(getKaizenProviderToken(name));
}
