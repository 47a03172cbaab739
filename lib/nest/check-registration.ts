import { KaizenOptionsError } from '../errors/options.error.js';

const SOURCES = ['useFactory', 'useClass', 'useExisting'] as const;
const BESIDE = ['inject', 'imports', 'provideInjectionTokensFrom', 'name', 'isGlobal'] as const;

/**
 * Checks what `forRootAsync` was given.
 *
 * @throws {@link KaizenOptionsError} unless exactly one of `useFactory`, `useClass` and `useExisting`
 * is there, and for a client's option that stands beside it, where nobody would read it.
 */
export function checkAsyncRegistration(registration: object | undefined): void {
  const given = Object.entries(registration ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
  const sources = given.filter((key) => includes(SOURCES, key));
  if (sources.length !== 1) {
    throw new KaizenOptionsError(
      `forRootAsync was given ${sources.join(' and ') || 'no source of options'}. Give exactly one of ${SOURCES.join(', ')}.`,
      sources[0] ?? 'useFactory',
    );
  }
  const stray = given.find((key) => !includes(SOURCES, key) && !includes(BESIDE, key));
  if (stray !== undefined) {
    throw new KaizenOptionsError(
      `forRootAsync does not take "${stray}". Return it among the options from ${sources[0]}.`,
      stray,
    );
  }
}

/**
 * Checks a client's name.
 *
 * @throws {@link KaizenOptionsError} for a name that is no string, or an empty one.
 */
export function checkClientName(name: unknown): void {
  if (name === undefined || (typeof name === 'string' && name !== '')) return;
  throw new KaizenOptionsError(
    'A client\'s "name" must be a string that is not empty. Give one, or leave it out for the default client.',
    'name',
  );
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
