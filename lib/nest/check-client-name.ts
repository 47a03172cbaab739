import { KaizenOptionsError } from '../errors/options.error.js';

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
