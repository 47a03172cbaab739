/**
 * Mixed load on one server for some minutes: `npm run bench:server-soak`. All operations by our client, bad
 * requests, bodies of 5 MB, clients that vanish.
 *
 * Every request must end as documented, and memory must not grow once the server is warm. Exits with 1
 * otherwise. `node bench/server/soak.mjs [minutes] [fastify|express]`
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createKaizen } from './build.mjs';
import { ABUSE, isOverload } from './soak-abuse.mjs';
import { CALLS } from './soak-calls.mjs';
import { startService } from './start.mjs';

const MINUTES = Number(process.argv[2] ?? 3);
const ADAPTER = process.argv[3] ?? 'fastify';
const KEY = 'soak-key-of-the-bench';
const CALLERS = 8;
/** How long an abuser rests between two requests, in milliseconds. */
const REST_MS = { 'refused requests': 10, 'bodies of 5 MB': 500, 'clients that vanish': 50 };
const SAMPLES = 24;
const WARM_PART = 1 / 3;
const HEAP_GROWTH_BYTES = 10e6;
const RSS_GROWTH_BYTES = 60e6;

const endsAt = performance.now() + MINUTES * 60_000;
const isOver = () => performance.now() >= endsAt;
const counts = {};
const troubles = new Map();

function note(name, error) {
  const count = (counts[name] ??= { done: 0, overloaded: 0, failed: 0 });
  if (!error) return void count.done++;
  if (isOverload(error.status, error.retryAfterMs ?? null)) return void count.overloaded++;
  count.failed++;
  const what = `${name}: ${error.name}: ${error.message}`;
  troubles.set(what, (troubles.get(what) ?? 0) + 1);
}

async function attempt(name, work, target) {
  try {
    await work(target);
    note(name);
  } catch (error) {
    note(name, error);
  }
}

async function call(kaizen) {
  const all = Object.entries(CALLS);
  while (!isOver()) {
    const [name, work] = all[Math.floor(Math.random() * all.length)];
    await attempt(name, work, kaizen);
  }
}

async function abuse(name, work, target) {
  while (!isOver()) {
    await attempt(name, work, target);
    await sleep(REST_MS[name]);
  }
}

/** The server's memory over time, each sample after a collection. */
async function watch(service) {
  const samples = [];
  while (!isOver()) {
    await sleep((MINUTES * 60_000) / SAMPLES);
    samples.push(await service.usage());
  }
  return samples;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** How much the last third has above the one after the warm-up, by the medians. */
function growth(samples, field) {
  const warm = samples.slice(Math.floor(samples.length * WARM_PART)).map((one) => one[field]);
  const half = Math.floor(warm.length / 2);
  return median(warm.slice(half)) - median(warm.slice(0, half));
}

const options = { keys: [KEY], payloads: { maxMemoryBytes: 4_000_000 } };
const service = await startService('kaizen', ADAPTER, ['--expose-gc'], options);
const { url } = service;
const quiet = { log() {}, warn() {}, error() {}, debug() {} };
const kaizen = createKaizen({ baseUrl: url, apiKey: KEY, logger: quiet });
const [samples] = await Promise.all([
  watch(service),
  ...Array.from({ length: CALLERS }, () => call(kaizen)),
  ...Object.entries(ABUSE).map(([name, work]) => abuse(name, work, { url, key: KEY })),
]);
await kaizen.close();
service.stop();

console.log(`${MINUTES} minutes of mixed load on ${ADAPTER}`);
for (const [name, { done, overloaded, failed }] of Object.entries(counts)) {
  const row = `${String(done).padStart(7)} as documented, ${overloaded} put off, ${failed} failed`;
  console.log(`  ${name.padEnd(24)}${row}`);
}
for (const [what, count] of troubles) console.log(`  ${count} x ${what}`);
const heap = growth(samples, 'heapUsed');
const rss = growth(samples, 'rss');
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
console.log(`  heap ${megabytes(samples.at(-1).heapUsed)}, grew by ${megabytes(heap)}`);
console.log(`  resident ${megabytes(samples.at(-1).rss)}, grew by ${megabytes(rss)}`);
const isFlat = heap < HEAP_GROWTH_BYTES && rss < RSS_GROWTH_BYTES;
console.log(`  nothing failed: ${troubles.size === 0 ? 'met' : 'MISSED'}`);
console.log(`  memory flat: ${isFlat ? 'met' : 'MISSED'}`);
process.exitCode = troubles.size === 0 && isFlat ? 0 : 1;
