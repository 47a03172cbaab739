/**
 * What a hit costs: `node bench/cache/main.mjs`.
 *
 * A prompt of about 1 KB is answered from this process's memory, and from a Redis on loopback that the script
 * starts (without `redis-server` that part is left out, and said so). Beside it, in the same rounds: the call
 * as the engine does it, a bare `GET` of the same Redis, and one of cache-manager. Medians of single calls.
 * Exits with 1 when a hit is over its goal.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCache } from 'cache-manager';
import { createClient } from '@keyv/redis';
import { prompt } from './prompt.mjs';

const DIST = process.env.KAIZEN_DIST ?? '../../dist';
const { createKaizen } = await import(`${DIST}/index.js`).catch(() => {
  console.error('dist/ is missing: run `npm run build` first.');
  process.exit(1);
});
const { withCache } = await import(`${DIST}/cache/with-cache.js`);
const { validateRequest } = await import(`${DIST}/contract/validate-request.js`);
const { createReporter } = await import(`${DIST}/observability/create-reporter.js`);
const { resolveKaizenOptions } = await import(`${DIST}/options/resolve-options.js`);
const { createTransport } = await import(`${DIST}/transport/create-transport.js`);

const GOALS_US = { memory: 15, redis: 60 };
const ROUNDS = 7;
const CALLS = 2000;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** A Redis of this script's own, or nothing. */
async function startRedis() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  const server = spawn('redis-server', ['--port', port, '--save', '', '--bind', '127.0.0.1']);
  const isThere = await Promise.race([
    once(server.stdout, 'data').then(() => true),
    once(server, 'error').then(() => false),
  ]);
  if (!isThere) return undefined;
  const url = `redis://127.0.0.1:${port}`;
  const client = createClient({ url });
  client.on('error', () => undefined);
  await client.connect();
  return { url, client, stop: () => (client.destroy(), server.kill('SIGKILL')) };
}

/** Medians of single calls in microseconds; every round runs all of them. */
async function measure(subjects) {
  const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = -2; round < ROUNDS; round++) {
    for (const [name, call] of Object.entries(subjects)) {
      const inRound = [];
      for (let index = 0; index < CALLS; index++) {
        const started = process.hrtime.bigint();
        await call();
        inRound.push(Number(process.hrtime.bigint() - started) / 1000);
      }
      if (round >= 0) times[name].push(median(inRound));
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

/** The cache of a client's options, before the engine. */
function cacheOf(cache) {
  const options = resolveKaizenOptions({ transport: 'embedded', cache });
  const reporter = createReporter('default', options);
  const plain = createTransport(options, { reporter });
  return withCache(plain, options, { client: 'default', reporter });
}

const redis = await startRedis();
const stores = { memory: 'memory', ...(redis && { redis: redis.url }) };
const caches = {};
const clients = { engine: createKaizen({ transport: 'embedded' }) };
for (const [name, store] of Object.entries(stores)) {
  caches[name] = cacheOf({ store });
  clients[`${name}, call`] = createKaizen({ transport: 'embedded', cache: { store } });
  await caches[name].ready;
  await clients[`${name}, call`].onModuleInit();
}

const request = { prompt };
const validated = validateRequest('promptsEncode', request);
const call = { signal: new AbortController().signal, requestId: 'bench', timeoutMs: 30_000 };
const manager = createCache();
const plain = JSON.stringify(await clients.engine.promptsEncode(request));
await manager.set('key', plain);
await redis?.client.set('key', plain);

const subjects = { 'cache-manager': () => manager.get('key') };
if (redis) subjects['bare GET'] = () => redis.client.get('key');
for (const [name, cache] of Object.entries(caches)) {
  subjects[name] = () => cache.execute('promptsEncode', validated, call);
}
for (const [name, client] of Object.entries(clients)) {
  subjects[name] = () => client.promptsEncode(request);
}
for (const [name, ask] of Object.entries(subjects)) {
  await ask();
  await sleep(50);
  const { cache } = Object(await ask());
  const isHit = Object.keys(stores).some((store) => name.startsWith(store));
  if (isHit && cache !== 'hit') throw new Error(`${name} had a ${cache}.`);
}

const results = await measure(subjects);
console.log(
  `Prompt of ${JSON.stringify(prompt).length} bytes, medians of single calls in microseconds, and as a part of the engine's`,
);
for (const [name, us] of Object.entries(results)) {
  const goal = GOALS_US[name];
  const verdict =
    goal === undefined ? '' : us <= goal ? `  ok (goal ${goal})` : `  OVER (goal ${goal})`;
  console.log(
    `${name.padEnd(14)} ${us.toFixed(1).padStart(8)}  x${(us / results.engine).toFixed(2)}${verdict}`,
  );
}
if (!redis) console.log('redis          left out: there is no redis-server on this machine');

const made = [...Object.values(clients), ...Object.values(caches)];
await Promise.all(made.map((one) => one.close()));
redis?.stop();
process.exit(Object.entries(GOALS_US).some(([name, goal]) => results[name] > goal) ? 1 : 0);
