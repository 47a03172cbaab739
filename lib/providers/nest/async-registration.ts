import type { Provider } from '@nestjs/common';
import { KaizenOptionsError } from '../../errors/options.error.js';
import { checkOptions } from '../../options/check-options.js';
import { flag, listOf, type OptionTable } from '../../options/option-rule.js';
import { checkAsyncRegistration } from '../../options/registration/check-registration.js';
import { withClassAsFactory } from '../../options/registration/class-source.js';
import { RAW_PROVIDERS } from './assemble-providers.js';
import { checkProvidersOptions } from './check-providers-options.js';
import type { KaizenProvidersAsyncOptions, KaizenProvidersOptions } from './providers-options.js';

/** What a registration says of its options before there are any. */
type Announced = Pick<KaizenProvidersAsyncOptions, 'openAiCompatible' | 'router'>;

const ANNOUNCED_TABLE: OptionTable<Announced> = {
  openAiCompatible: listOf<string>('a list of names', (name) => typeof name === 'string'),
  router: flag(),
};

const MAKER = {
  method: 'createKaizenProvidersOptions',
  contract: 'KaizenProvidersOptionsFactory',
};

/** @throws `KaizenOptionsError` for a registration that has no source of options, or what no one would read. */
export function checkRegistration(registration: KaizenProvidersAsyncOptions): void {
  checkAsyncRegistration(registration, ['kaizen', ...Object.keys(ANNOUNCED_TABLE)]);
  const { openAiCompatible, router } = registration;
  checkOptions({ openAiCompatible, router }, ANNOUNCED_TABLE, 'registration');
}

/** What gives the options, checked at boot, with the class that makes them. */
export function optionsProviders(registration: KaizenProvidersAsyncOptions): Provider[] {
  type Sources = KaizenProvidersAsyncOptions & { provideInjectionTokensFrom?: Provider[] };
  const {
    inject = [],
    useFactory,
    provideInjectionTokensFrom: made = [],
  } = withClassAsFactory<Sources>(registration, MAKER);
  const raw: Provider = {
    provide: RAW_PROVIDERS,
    inject,
    useFactory: async (...injected: never[]) => {
      const options = await useFactory?.(...injected);
      checkProvidersOptions(options);
      checkAnnounced(options, registration);
      return options;
    },
  };
  return [raw, ...made];
}

/** Nest has made its plan by then: what was not announced nobody could inject. */
function checkAnnounced(
  { openAiCompatible = {}, router }: KaizenProvidersOptions,
  { openAiCompatible: names = [], router: hasRouter = false }: Announced,
): void {
  const given = Object.keys(openAiCompatible);
  const absent = names.find((name) => !given.includes(name));
  if (absent !== undefined) {
    throw new KaizenOptionsError(
      `"${absent}" is among the names of openAiCompatible, and the options have no such endpoint. Give it, or leave the name out.`,
      `openAiCompatible.${absent}`,
    );
  }
  const unnamed = given.find((name) => !names.includes(name));
  if (unnamed !== undefined) {
    throw new KaizenOptionsError(
      `The options have the endpoint "${unnamed}", and the registration does not name it. Add openAiCompatible: [${given.map((name) => `'${name}'`).join(', ')}] to forRootAsync.`,
      `openAiCompatible.${unnamed}`,
    );
  }
  if ((router !== undefined) === hasRouter) return;
  throw new KaizenOptionsError(
    hasRouter
      ? 'The registration says that there is a router, and the options have none. Give "router" among them.'
      : 'The options have a router, and the registration does not say so. Add router: true to forRootAsync.',
    'router',
  );
}
