import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../support/run.mjs';

const TSC = 'node_modules/typescript/bin/tsc';

/**
 * Makes an app's folder and installs it from the registry, with the tarball as its dependency.
 *
 * @param {import('./apps.mjs').ConsumerApp} app
 * @param {{home: string, tarball: string}} where
 * @returns {Promise<string>} the folder.
 */
export async function install(app, { home, tarball }) {
  const dir = path.join(home, app.name);
  await mkdir(path.join(dir, 'src'), { recursive: true });
  const dependencies = { 'nestjs-kaizen': `file:${tarball}`, ...app.dependencies };
  const devDependencies = { '@types/node': '^20.0.0', ...app.devDependencies };
  await write(dir, 'package.json', {
    private: true,
    type: app.type,
    dependencies,
    devDependencies,
  });
  await write(dir, 'tsconfig.json', { compilerOptions: app.compilerOptions, include: ['src'] });
  await run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'],
    {
      cwd: dir,
    },
  );
  return dir;
}

function write(dir, file, content) {
  return writeFile(path.join(dir, file), JSON.stringify(content, null, 2));
}

/**
 * Compiles an app with its own tsconfig, and with its own TypeScript where it has one.
 *
 * @param {string} dir
 * @param {string[]} [options] those of the command line beat the tsconfig.
 */
export function compile(dir, options = []) {
  const own = path.join(dir, TSC);
  const tsc = existsSync(own) ? own : path.resolve(TSC);
  return run(process.execPath, [tsc, '-p', dir, ...options], { cwd: dir });
}
