import { KaizenOptionsError } from '../../errors/options.error.js';
import type { KaizenProvider } from '../provider.js';
import type { RouterOptions, RouterTarget } from './router-options.js';

/** One that a router may ask, and its provider. */
export type RoutedTarget = readonly [target: RouterTarget, provider: KaizenProvider];

/**
 * The targets of an order, with their providers.
 *
 * @throws `KaizenOptionsError` for a name that there is no provider of, or one that stands twice with the
 * same model.
 */
export function targetsOf(
  order: RouterOptions['order'],
  providers: readonly KaizenProvider[],
): RoutedTarget[] {
  const targets = order.map((given) => targetOf(given, providers));
  const names = targets.map(([{ provider, model = 'its own' }]) => `"${provider}" (${model})`);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return targets;
  throw new KaizenOptionsError(
    `The router's order names ${twice} twice, and each is asked once. Leave one out, or raise its "maxRetries".`,
    'order',
  );
}

function targetOf(
  given: string | RouterTarget,
  providers: readonly KaizenProvider[],
): RoutedTarget {
  const target = typeof given === 'string' ? { provider: given } : given;
  const provider = providers.find(({ name }) => name === target.provider);
  if (provider) return [target, provider];
  const names = providers.map(({ name }) => name).join(', ');
  throw new KaizenOptionsError(
    `The router's order names "${target.provider}", and there is no such provider. Use one of: ${names}.`,
    'order',
  );
}
