import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { curlExamples, runCurl } from '../support/curl-examples.mjs';
import { run } from '../support/run.mjs';
import { startServer } from '../support/start-server.mjs';

const GUIDE = 'docs/server.md';
const SERVE = ['npx', '--no-install', 'nestjs-kaizen', 'serve'];

/**
 * Makes an empty folder what the guide's reader has after its first command.
 *
 * @param {{home: string, tarball: string}} where
 * @returns {Promise<string>} the folder.
 */
export async function installServer({ home, tarball }) {
  const [, line] = (await readFile(GUIDE, 'utf8')).match(/^npm install (.*)$/m) ?? [];
  const packages = line.split(' ').map((name) => (name === 'nestjs-kaizen' ? tarball : name));
  const dir = path.join(home, 'server');
  await mkdir(dir);
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...packages, ...quiet], { cwd: dir });
  return dir;
}

/**
 * Checks that the guide's commands work after its install line, in that folder.
 *
 * @param {import('../support/report.mjs').Report} report
 * @param {string} dir
 */
export async function checkServerApp(report, dir) {
  const check = (what, test) => report.check(`server: ${what}`, test);
  await check('a program serves with nestjs-kaizen/server', () => checkProgram(dir));
  let server;
  const start = async () => (server = await startServer(SERVE, '/readyz', serverAt(dir)));
  if (!(await check('npx nestjs-kaizen serve starts', start))) return;
  try {
    for (const [index, example] of curlExamples(GUIDE).entries()) {
      await check(`curl example ${index + 1} of ${GUIDE}`, () => runCurl(example, server.url));
    }
    await check('does large requests in threads', () => checkThreads(server.url));
    await check('npx ends it, and nothing goes on', () => checkStop(server));
  } finally {
    server.kill();
  }
}

/**
 * Checks what `serve` says in a folder where no HTTP adapter is installed.
 *
 * @param {string} dir
 */
export async function checkWithoutAdapter(dir) {
  const [command, ...args] = SERVE;
  await assert.rejects(run(command, args, { cwd: dir }), ({ message }) => {
    assert.match(message, /exit code 1 /);
    const lines = message.split('\n').filter((line) => line.startsWith('kaizen: '));
    assert.deepEqual(lines, [
      'kaizen: The package "@nestjs/platform-fastify" is needed, and is not installed. Run: npm install @nestjs/platform-fastify',
    ]);
    return true;
  });
}

const serverAt = (cwd) => ({ cwd, variable: 'KAIZEN_SERVER_PORT' });

async function checkProgram(dir) {
  const program = `
    import { serveKaizen } from 'nestjs-kaizen/server';
    import { withKaizen } from 'nestjs-kaizen';
    const server = await serveKaizen({ port: 0 });
    await withKaizen({ baseUrl: server.url }, async (kaizen) => {
      const { result, servedBy } = await kaizen.promptsEncode({ prompt: { a: 1 } });
      console.log(servedBy, result);
    });
    await server.close();`;
  await writeFile(path.join(dir, 'program.mjs'), program);
  const output = await run(process.execPath, ['program.mjs'], { cwd: dir, timeoutMs: 30_000 });
  assert.match(output, /^\S+ a: 1$/m);
}

async function checkThreads(url) {
  const rows = Array.from({ length: 30_000 }, (_, id) => ({ id, name: `name ${id}` }));
  const response = await fetch(`${url}/v1/prompts/encode`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: rows }),
  });
  const { status, result } = await response.json();
  assert.deepEqual([response.status, status], [200, 'ok']);
  assert.match(result, /^\[30000\]\{id,name\}:\n/);
}

/** npx ends first, and what it started a moment later. */
async function checkStop(server) {
  await server.stop();
  const deadline = Date.now() + 5000;
  const isUp = () =>
    fetch(`${server.url}/livez`).then(
      () => true,
      () => false,
    );
  while (await isUp()) {
    assert.ok(Date.now() < deadline, 'It still answers 5 s after npx was ended');
    await sleep(50);
  }
}
