import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Whether a package is installed where this one finds it. It is not loaded. */
export function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
