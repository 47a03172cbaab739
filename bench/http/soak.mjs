/**
 * Many calls of which one in twenty goes wrong, and an account of all: `npm run bench:soak`.
 *
 * Each call must end as it should: with its own result, or with the error that its fault ends in, after
 * as many attempts as it should take. Nothing may be left of them: no socket, no timer, no memory, no
 * promise that nobody looks at. Exits with 1 otherwise.
 */
import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf, ask } from './ask.mjs';
import { faultOf, READ_TIMEOUT_MS } from './faults.mjs';

const { createKaizen } = await import('../../dist/index.js').catch(() => {
  console.error('dist/ is missing: run `npm run build` first.');
  process.exit(1);
});
if (!globalThis.gc) throw new Error('Run it with --expose-gc, as `npm run bench:soak` does.');

const CALLS = Number(process.argv[2] ?? 50_000);
const IN_FLIGHT = 50;
const PARTS = 5;
const HEAP_GROWTH_BYTES = 10e6;
const KEEP_ALIVE_MS = 500;
const MAX_RETRIES = 3;

const troubles = [];
const outcomes = new Map();
process.on('unhandledRejection', (error) => troubles.push(`unhandled rejection: ${error}`));
process.on('warning', (warning) => troubles.push(`warning: ${warning}`));

const service = fork(new URL('soak-service.mjs', import.meta.url));
const port = await answerOf(service);
const quiet = { log() {}, warn() {}, error() {}, debug() {} };
const kaizen = createKaizen({
  baseUrl: `http://127.0.0.1:${port}`,
  apiKey: 'bench-key',
  logger: quiet,
  maxRetries: MAX_RETRIES,
  retryBackoffFactor: 0.02,
  readTimeoutMs: READ_TIMEOUT_MS,
  keepAliveExpiryMs: KEEP_ALIVE_MS,
});

/** How a call ended, in words that can be compared with {@link expectation}. */
async function outcomeOf(call, options) {
  try {
    const { result } = await kaizen.promptsDecode({ ktof: String(call) }, options);
    return result.call === call ? 'ok' : `the result of call ${result.call}`;
  } catch (error) {
    return `${error.name} after ${error.attempts} attempts`;
  }
}

/** All ways in which a call may end. A socket that was reset when it was used again has one replay free. */
function expectation(fault) {
  if (!fault?.error || (fault.isRetried && !fault.lasts)) return ['ok'];
  const attempts = fault.isRetried ? [MAX_RETRIES + 1, MAX_RETRIES + 2] : [1];
  return attempts.map((count) => `${fault.error} after ${count} attempts`);
}

async function make(call) {
  const fault = faultOf(call);
  const outcome = await outcomeOf(call, fault?.call?.());
  const expected = expectation(fault);
  if (!expected.includes(outcome)) {
    troubles.push(`call ${call} (${fault?.name ?? 'no fault'}): ${outcome}, not ${expected[0]}`);
  }
  const name = fault?.name ?? 'no fault';
  const { all = 0, failed = 0 } = outcomes.get(name) ?? {};
  outcomes.set(name, { all: all + 1, failed: failed + Number(outcome !== 'ok') });
}

async function makeAll(from, to) {
  let next = from;
  const caller = async () => {
    while (next < to) await make(next++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, caller));
}

/** What is held when no call is under way and idle sockets have been closed. */
async function held() {
  await sleep(KEEP_ALIVE_MS * 3);
  globalThis.gc();
  const resources = process.getActiveResourcesInfo();
  const sockets = resources.filter((name) => name.startsWith('TCP')).length;
  return { heap: process.memoryUsage().heapUsed, resources: resources.length, sockets };
}

const tell = (done, { heap, resources, sockets }) =>
  console.log(
    `${String(done).padStart(7)} calls: heap ${(heap / 1e6).toFixed(1)} MB, ` +
      `${resources} resources, ${sockets} of them sockets`,
  );

const began = performance.now();
const samples = [];
for (let part = 0; part < PARTS; part++) {
  await makeAll((CALLS / PARTS) * part, (CALLS / PARTS) * (part + 1));
  samples.push(await held());
  tell((CALLS / PARTS) * (part + 1), samples.at(-1));
}
const seconds = (performance.now() - began) / 1000;
await kaizen.close();

// The first part is the warm-up: code is compiled and memory finds its size.
const [warm] = samples;
const last = samples.at(-1);
if (last.heap - warm.heap > HEAP_GROWTH_BYTES) troubles.push('the heap has grown');
if (last.resources > warm.resources) troubles.push('resources have become more');
if (last.sockets > 0) troubles.push('sockets have stayed open');
const open = await ask(service, 'sockets?');
if (open > 0) troubles.push(`the service still has ${open} sockets`);
service.disconnect();

const made = [...outcomes.values()].reduce((sum, { all }) => sum + all, 0);
const failed = [...outcomes.values()].reduce((sum, one) => sum + one.failed, 0);
for (const [name, one] of [...outcomes].toSorted()) {
  console.log(`  ${name.padEnd(24)}${String(one.all).padStart(6)} calls, ${one.failed} errors`);
}
const growth = ((last.heap - warm.heap) / 1e6).toFixed(1);
console.log(
  `${made} calls in ${seconds.toFixed(0)} s, ${failed} typed errors, heap ${growth} MB more`,
);
for (const trouble of troubles.slice(0, 20)) console.log(`  ${trouble}`);
const holds = made === CALLS && troubles.length === 0;
console.log(holds ? 'all accounted for, nothing left behind' : `${troubles.length} TROUBLES`);
process.exitCode = holds ? 0 : 1;
