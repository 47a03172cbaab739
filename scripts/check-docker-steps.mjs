/**
 * Does what the Dockerfile says in folders of its own, without Docker: the same commands on the same files.
 * Then starts the server as the image does, with what compose.yaml gives it, and asks it. Prints a line
 * for each check.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { instruction, readDockerfile, variables } from './docker/dockerfile.mjs';
import { runStage } from './docker/run-stage.mjs';
import { Report } from './support/report.mjs';
import { run } from './support/run.mjs';
import { startServer } from './support/start-server.mjs';

const KEY = 'key-of-this-check';
const headers = { 'content-type': 'application/json', 'x-api-key': KEY };

/** Not a root user, and nothing that only development needs. */
function checkImage(image, folder) {
  assert.match(instruction(image, 'USER'), /^(?!root|0)/);
  const installed = (name) => existsSync(path.join(folder, 'node_modules', name));
  assert.ok(installed('@nestjs/platform-fastify'));
  assert.deepEqual(['jest', 'typescript', '@nestjs/cli', 'eslint'].filter(installed), []);
}

/** The health check as Docker runs it: its exit code says how the server is. */
async function isHealthy(image, folder, url) {
  const [command, ...args] = JSON.parse(instruction(image, 'HEALTHCHECK').replace(/^.*? CMD /, ''));
  const env = { KAIZEN_SERVER_PORT: new URL(url).port };
  return run(command, args, { cwd: folder, env }).then(
    () => true,
    () => false,
  );
}

async function checkAnswers(url) {
  const body = JSON.stringify({ prompt: [{ id: 1 }, { id: 2 }], token_models: ['gpt-4o'] });
  const encode = (how) => fetch(`${url}/v1/prompts/encode`, { method: 'POST', body, ...how });
  assert.equal((await encode({ headers: { ...headers, 'x-api-key': 'other' } })).status, 401);
  const answer = await encode({ headers });
  assert.deepEqual([answer.status, answer.headers.get('x-ratelimit-limit')], [200, '600']);
  assert.ok((await answer.json()).token_stats['gpt-4o'].original > 0);
  for (const route of ['/readyz', '/docs', '/openapi.json', '/metrics']) {
    assert.equal((await fetch(url + route, { headers })).status, 200, route);
  }
}

/** What compose.yaml makes of the image: other arguments, and the environment. */
function composed() {
  const { kaizen, redis } = parse(readFileSync('compose.yaml', 'utf8')).services;
  assert.ok(redis.healthcheck && kaizen.depends_on.redis.condition === 'service_healthy');
  const secrets = { KAIZEN_SERVER_KEYS: KEY, REDIS_PASSWORD: 'secret' };
  const fill = (text) => text.replaceAll(/\$\{(\w+):\?[^}]*\}/g, (_, name) => secrets[name]);
  const entries = Object.entries(kaizen.environment);
  return {
    args: kaizen.command,
    // No Redis is here: the server goes on without it.
    env: Object.fromEntries(
      entries.map(([name, text]) => [name, fill(text).replace('@redis', '@127.0.0.1')]),
    ),
  };
}

async function checkServer(report, image, folder) {
  const { args, env } = composed();
  const command = [...JSON.parse(instruction(image, 'ENTRYPOINT')), ...args];
  const how = { cwd: folder, env: { ...variables(image), ...env }, variable: 'KAIZEN_SERVER_PORT' };
  let server;
  const start = async () => (server = await startServer(command, '/readyz', how));
  if (!(await report.check('the image starts with what compose.yaml gives it', start))) return;
  const { url } = server;
  try {
    await report.check('its health check says that it is well', async () =>
      assert.ok(await isHealthy(image, folder, url)),
    );
    await report.check('it answers, with keys, limits, tokens, pages and figures', () =>
      checkAnswers(url),
    );
    await report.check('it ends with 0 on SIGTERM', () => server.stop());
    await report.check('its health check notices', async () =>
      assert.ok(!(await isHealthy(image, folder, url))),
    );
  } finally {
    server.kill();
  }
}

async function checkAll(report, home) {
  const stages = readDockerfile('Dockerfile');
  const image = stages.at(-1);
  const folderOf = (name) => path.join(home, name || 'image');
  const stage = (each) => runStage(each, folderOf);
  const isBuilt = await report.check('the stages that build run', async () => {
    // They wait for the network most of the time, and not for each other.
    await Promise.all(stages.slice(0, -1).map(stage));
  });
  if (!isBuilt || !(await report.check('the last stage runs', () => stage(image)))) return;
  const folder = folderOf(image.name);
  await report.check('the image is small and not root’s', () => checkImage(image, folder));
  await report.check('its own command serves', async () => {
    const args = [
      ...JSON.parse(instruction(image, 'ENTRYPOINT')),
      ...JSON.parse(instruction(image, 'CMD')),
    ];
    const how = { cwd: folder, env: variables(image), variable: 'KAIZEN_SERVER_PORT' };
    const server = await startServer(args, '/livez', how);
    await server.stop();
  });
  await checkServer(report, image, folder);
}

process.chdir(path.resolve(import.meta.dirname, '..'));
const report = new Report('docker-steps');
const home = await mkdtemp(path.join(tmpdir(), 'kaizen-docker-'));
try {
  await checkAll(report, home);
} finally {
  await rm(home, { recursive: true, force: true });
  report.finish();
}
