import path from 'node:path';
import { run } from '../support/run.mjs';

/**
 * Packs the package as it is published.
 *
 * @param {string} folder where the tarball goes.
 * @param {string[]} [options] further ones of `npm pack`.
 * @returns {Promise<string>} the tarball.
 */
export async function pack(folder, options = []) {
  const args = ['pack', '--json', '--silent', '--pack-destination', folder, ...options];
  const packed = await run('npm', args);
  const [{ filename }] = JSON.parse(packed.slice(packed.indexOf('[\n')));
  return path.join(folder, filename);
}
