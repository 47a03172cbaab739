/**
 * What the server of this package carries: `npm run bench:server`. Exits with 1 when a goal is missed.
 *
 * `node bench/server/main.mjs [throughput|batch|health|all] [fastify|express] [rounds] [seconds]`
 */
import { batch } from './batch.mjs';
import { health } from './health.mjs';
import { throughput } from './throughput.mjs';

const [part = 'all', adapter = 'fastify', rounds = 5, seconds = 5] = process.argv.slice(2);

const THROUGHPUT_GOAL = 0.7;
const BATCH_GOAL = 5;
const HEALTH_GOAL_MS = 50;

let missed = 0;
const verdict = (met) => {
  if (!met) missed++;
  return met ? 'met' : 'MISSED';
};
const quantile = (values, part) =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)];
const median = (values) => quantile(values, 0.5);

/** Ratios are taken within a round. A core's worth is what CPU time alone would allow. */
function reportThroughput(operation, all) {
  console.log(`${operation}: 1 KB prompts on ${adapter}, median of ${all.length} rounds`);
  for (const who of ['bare', 'ours']) {
    const perSecond = median(all.map((round) => round[who].perSecond));
    const cpuUs = median(all.map((round) => round[who].cpuUs));
    const row = `${perSecond.toFixed(0).padStart(7)} requests/s ${cpuUs.toFixed(0).padStart(5)} µs`;
    console.log(`  ${who}  ${row} of CPU each`);
  }
  const ratio = median(all.map(({ ours, bare }) => ours.perSecond / bare.perSecond));
  const ofCpu = median(all.map(({ ours, bare }) => bare.cpuUs / ours.cpuUs));
  const row = `  ratio ${ratio.toFixed(2)} (by CPU ${ofCpu.toFixed(2)}), goal ${THROUGHPUT_GOAL}:`;
  console.log(row, verdict(Math.min(ratio, ofCpu) >= THROUGHPUT_GOAL));
}

function reportBatch(all) {
  console.log(`1,000 prompts of 1 KB by the client, median of ${all.length} rounds`);
  const sequential = median(all.map((times) => times.sequential));
  console.log(`  one by one  ${sequential.toFixed(0).padStart(6)} ms`);
  for (const way of ['concurrent', 'batch']) {
    const ms = median(all.map((times) => times[way]));
    const ratio = median(all.map((times) => times.sequential / times[way]));
    const goal = way === 'batch' ? `, goal ${BATCH_GOAL}: ${verdict(ratio >= BATCH_GOAL)}` : '';
    console.log(
      `  ${way.padEnd(10)}  ${ms.toFixed(0).padStart(6)} ms, x ${ratio.toFixed(1)}${goal}`,
    );
  }
}

function reportHealth({ idle, loaded, statuses }) {
  console.log(`/health beside 5 MB bodies, ${loaded.length} answers`);
  console.log(`  bodies by status: ${JSON.stringify(statuses)}`);
  for (const [name, times] of Object.entries({ idle, loaded })) {
    const figures = [0.5, 0.99, 1].map((part) => quantile(times, part).toFixed(1));
    console.log(
      `  ${name.padEnd(6)} median ${figures[0]} ms, p99 ${figures[1]} ms, max ${figures[2]} ms`,
    );
  }
  const met = quantile(loaded, 0.99) < HEALTH_GOAL_MS && Object.keys(statuses).join() === '200';
  console.log(`  p99 below ${HEALTH_GOAL_MS} ms, all bodies encoded: ${verdict(met)}`);
}

const isAsked = (name) => part === 'all' || part === name;
if (isAsked('throughput')) {
  const lengths = { rounds: Number(rounds), seconds: Number(seconds) };
  const results = await throughput(adapter, lengths);
  for (const [operation, all] of Object.entries(results)) reportThroughput(operation, all);
}
if (isAsked('batch')) reportBatch(await batch(adapter, Number(rounds)));
if (isAsked('health')) reportHealth(await health(adapter, 4 * Number(seconds)));
process.exitCode = missed === 0 ? 0 : 1;
