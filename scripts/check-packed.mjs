/**
 * Packs the package and uses the tarball as its users do: in fresh apps outside the repository,
 * installed from the registry. Prints a line for each check; `npm run pack:check` runs it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BARE_APP, NEST_APPS } from './packed/apps.mjs';
import { checkBareApp } from './packed/check-bare-app.mjs';
import { checkNestApp } from './packed/check-nest-app.mjs';
import { checkServerApp, checkWithoutAdapter, installServer } from './packed/check-server-app.mjs';
import { install } from './packed/install.mjs';
import { pack } from './packed/pack.mjs';
import { Report } from './support/report.mjs';

async function checkApp(report, app, installing) {
  let dir;
  const installed = async () => (dir = await installing);
  if (!(await report.check(`${app.name}: installs`, installed))) return;
  const check = app === BARE_APP ? checkBareApp : checkNestApp;
  await check(report, { ...app, dir });
  if (app !== BARE_APP) return;
  await report.check('server: without an adapter it says what to install', () =>
    checkWithoutAdapter(dir),
  );
}

async function checkServer(report, installing) {
  let dir;
  const installed = async () => (dir = await installing);
  if (await report.check('server: installs by the one line of the guide', installed)) {
    await checkServerApp(report, dir);
  }
}

async function checkAll(report, home) {
  const tarball = await pack(home);
  const apps = [...NEST_APPS, BARE_APP];
  // Installing waits for the network most of the time: all at once. Checks go one after another.
  const installs = apps.map((app) => install(app, { home, tarball }));
  const server = installServer({ home, tarball });
  await Promise.allSettled([...installs, server]);
  for (const [index, app] of apps.entries()) await checkApp(report, app, installs[index]);
  await checkServer(report, server);
}

process.chdir(path.resolve(import.meta.dirname, '..'));
const report = new Report('packed');
const home = await mkdtemp(path.join(tmpdir(), 'kaizen-packed-'));
try {
  await checkAll(report, home);
} finally {
  await rm(home, { recursive: true, force: true });
  report.finish();
}
