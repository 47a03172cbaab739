import { KaizenOptionsError } from '../../errors/options.error.js';

const SOURCES = ['useFactory', 'useClass', 'useExisting'] as const;
const BESIDE = ['inject', 'imports', 'isGlobal'] as const;

/**
 * Checks what a module's `forRootAsync` was given.
 *
 * @param extras What this module takes beside the source, `inject`, `imports` and `isGlobal`.
 * @throws {@link KaizenOptionsError} unless exactly one of `useFactory`, `useClass` and `useExisting`
 * is there, and for an option that stands beside it, where nobody would read it.
 */
export function checkAsyncRegistration(
  registration: object | undefined,
  extras: readonly string[],
): void {
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
  const known = [...SOURCES, ...BESIDE, ...extras];
  const stray = given.find((key) => !includes(known, key));
  if (stray !== undefined) {
    throw new KaizenOptionsError(
      `forRootAsync does not take "${stray}". Return it among the options from ${sources[0]}.`,
      stray,
    );
  }
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
