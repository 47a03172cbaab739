import { KaizenOptionsError } from '../../../errors/options.error.js';

/**
 * The vendor's key: the option's, else the environment's.
 *
 * @throws `KaizenOptionsError` when there is none; the message names both.
 */
export function requireKey(
  { apiKey }: { readonly apiKey?: string | undefined },
  label: string,
  variable?: string,
): string {
  const key = apiKey ?? (variable === undefined ? 'none' : process.env[variable]);
  if (key) return key;
  const elsewhere = variable === undefined ? '' : `, or set ${variable} in the environment`;
  throw new KaizenOptionsError(
    `${label} has no key. Give the option "apiKey"${elsewhere}.`,
    'apiKey',
  );
}
