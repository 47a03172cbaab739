import { readJson } from './sources.mjs';

/**
 * The package.json of every package this project names as a development dependency, in its order.
 * @returns {Record<string, unknown>[]}
 */
export function directDependencies() {
  const { devDependencies } = readJson('../package.json');
  return Object.keys(devDependencies).map((name) => readJson(`${name}/package.json`));
}
