import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../support/run.mjs';
import { compile } from './install.mjs';

/** The optional peers that a subpath cannot do without. */
const PEERS = {
  'nestjs-kaizen/health': '@nestjs/terminus',
  'nestjs-kaizen/metrics': 'prom-client',
  'nestjs-kaizen/opentelemetry': '@opentelemetry/api',
};

/** How a program loads a subpath: the source to evaluate, and the flag that says how. */
const LOADERS = {
  import: (id) => ['--input-type=module', `await import('${id}')`],
  require: (id) => ['--input-type=commonjs', `require('${id}')`],
};

/** What must be there, by subpath. */
const NAMES = {
  'nestjs-kaizen': ['KaizenModule', 'KaizenService', 'UseKaizen', 'createKaizen', 'KaizenError'],
  'nestjs-kaizen/ktof': ['encode', 'decode'],
  'nestjs-kaizen/ai-sdk': ['kaizen'],
  'nestjs-kaizen/providers': ['KaizenProvidersModule', 'KaizenOpenAI', 'KaizenRouter'],
  'nestjs-kaizen/server': ['KaizenServerModule', 'serveKaizen', 'openApiDocument'],
  'nestjs-kaizen/testing': ['KaizenTestingModule', 'KaizenRecorder', 'startScriptedService'],
};

/**
 * Checks the package in an app that has none of its optional peers.
 *
 * @param {import('../support/report.mjs').Report} report
 * @param {{name: string, dir: string}} app
 */
export async function checkBareApp(report, { name, dir }) {
  const check = (what, test) => report.check(`${name}: ${what}`, test);
  await check('npm leaves the optional peers out', () => {
    const there = Object.values(PEERS).filter((peer) =>
      existsSync(path.join(dir, 'node_modules', peer)),
    );
    assert.deepEqual(there, []);
  });
  for (const how of Object.keys(LOADERS)) await checkLoading(check, dir, how);
  await check('declarations of the main entry need no optional peer', () => checkTypes(dir));
  await check('every subpath is accounted for', () => checkSubpaths(dir));
}

async function checkLoading(check, dir, how) {
  for (const [id, names] of Object.entries(NAMES)) {
    await check(`${how} of ${id}`, async () => {
      const present = JSON.parse(await load(dir, how, id));
      assert.deepEqual(
        names.filter((each) => !present.includes(each)),
        [],
      );
    });
  }
  for (const [id, peer] of Object.entries(PEERS)) {
    await check(`${how} of ${id} names the missing peer`, () =>
      assert.rejects(load(dir, how, id), new RegExp(peer)),
    );
  }
}

function load(dir, how, id) {
  const [flag, expression] = LOADERS[how](id);
  const source = `console.log(JSON.stringify(Object.keys(${expression})))`;
  return run(process.execPath, ['--disable-warning=ExperimentalWarning', flag, '-e', source], {
    cwd: dir,
  });
}

async function checkTypes(dir) {
  const lines = Object.entries(NAMES).map(([id, names]) => `export { ${names} } from '${id}';`);
  await writeFile(path.join(dir, 'src', 'names.ts'), lines.join('\n'));
  await compile(dir);
}

async function checkSubpaths(dir) {
  const file = path.join(dir, 'node_modules/nestjs-kaizen/package.json');
  const { exports } = JSON.parse(await readFile(file, 'utf8'));
  const known = [...Object.keys(NAMES), ...Object.keys(PEERS), 'nestjs-kaizen/package.json'];
  const subpaths = Object.keys(exports).map((key) => `nestjs-kaizen${key.slice(1)}`);
  assert.deepEqual(subpaths.toSorted(), known.toSorted());
}
