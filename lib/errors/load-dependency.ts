import { KaizenDependencyError } from './dependency.error.js';

/**
 * Loads something of an optional package, which an application that does not use it can do without.
 *
 * @param feature What needs the package, as the beginning of a sentence: `Counting tokens`.
 * @param dependency The package, as it is installed.
 * @throws {@link KaizenDependencyError} when the package is not installed.
 */
export async function loadDependency<T>(
  feature: string,
  dependency: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new KaizenDependencyError(feature, dependency, { cause: error });
  }
}

/** Node's code for a missing ES module, or the one that bundlers and CommonJS loaders give. */
function isNotFound(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}
