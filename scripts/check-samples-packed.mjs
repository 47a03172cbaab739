/**
 * Packs what is in `dist`, installs the tarball into a copy of the samples that has no sources of the
 * package beside it, and there compiles the samples, runs their specs and then the samples themselves.
 * All other packages are those of this folder's `node_modules`, so the lockfile holds for them.
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pack } from './packed/pack.mjs';
import { run } from './support/run.mjs';

/** What samples and their specs need of the project: how to compile and to test, and no code of `lib`. */
const COPIED = [
  'sample',
  'test/support',
  'test/faults/support',
  'README.md',
  '.swcrc',
  'jest.config.mjs',
  'nest-cli.json',
  'tsconfig.json',
];

const root = path.resolve(import.meta.dirname, '..');
const timeoutMs = 600_000;

async function makeApp(home) {
  const app = path.join(home, 'app');
  // Found from `app` and from the package in it, as every folder above is looked into.
  await symlink(path.join(root, 'node_modules'), path.join(home, 'node_modules'), 'junction');
  for (const each of COPIED) {
    await cp(path.join(root, each), path.join(app, each), { recursive: true });
  }
  const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const test = scripts.test.replace('node_modules', '../node_modules');
  const manifest = { private: true, type: 'module', scripts: { ...scripts, test } };
  await writeFile(path.join(app, 'package.json'), JSON.stringify(manifest, null, 2));
  return app;
}

/** With its own dependencies from the registry; its peers are found above. */
async function install(tarball, app) {
  const quiet = ['--legacy-peer-deps', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', '--ignore-scripts', ...quiet, tarball], { cwd: app });
}

async function timed(what, work) {
  const start = performance.now();
  const result = await work();
  console.log(`${what}: ${Math.round((performance.now() - start) / 1000)} s`);
  return result;
}

process.chdir(root);
const home = await mkdtemp(path.join(tmpdir(), 'kaizen-samples-'));
try {
  const tarball = await timed('pack', () => pack(home, ['--ignore-scripts']));
  const app = await makeApp(home);
  await timed('install', () => install(tarball, app));
  await timed('compile', () => run('npm', ['run', 'build:sample'], { cwd: app }));
  await timed('specs', () => run('npm', ['test', '--', '--roots=sample'], { cwd: app, timeoutMs }));
  const check = path.join(root, 'scripts/check-sample.mjs');
  console.log(await timed('samples', () => run(process.execPath, [check, app], { timeoutMs })));
} finally {
  await rm(home, { recursive: true, force: true });
}
