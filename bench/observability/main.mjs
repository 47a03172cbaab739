/**
 * What it costs to tell log and metrics of a call: `node bench/observability/main.mjs`.
 *
 * Clients that differ in nothing else are called in turns, in one process, and its CPU time is measured: first over a transport that
 * answers at once, then with the real engine on a prompt of 1 KB. Medians over many rounds, of the
 * difference to the client beside it that nobody watches. Exits with 1 when a line and the metrics cost
 * more than the goal, or when what is off can be measured.
 */
import { CLIENTS, WORKING_CLIENTS } from './clients.mjs';

const GOAL_US = 15;
/** What is off may cost this much more than what a client differs from its own double. */
const NOISE = 0.03;
const ROUNDS = 60;

const rows = Array.from({ length: 16 }, (_, id) => ({
  id,
  name: `Item ${id}`,
  price: id * 1.5,
  inStock: id % 2 === 0,
}));
const PROMPT = { prompt: { rows } };

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Of this process, so that what else the machine does is not counted. */
async function microsecondsPerCall(kaizen, calls) {
  const before = process.cpuUsage();
  for (let left = calls; left > 0; left--) await kaizen.promptsEncode(PROMPT);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

async function round(clients, nth, calls) {
  const figures = new Array(clients.length);
  for (let at = 0; at < clients.length; at++) {
    // Each begins as often as any other.
    const index = (at + nth) % clients.length;
    figures[index] = await microsecondsPerCall(clients[index][1], calls);
  }
  return figures;
}

/** What each client takes, and more than the first, per call. */
async function compare(title, clients, calls) {
  for (let left = 10; left > 0; left--) await round(clients, left, calls);
  const rounds = [];
  for (let nth = 0; nth < ROUNDS; nth++) rounds.push(await round(clients, nth, calls));
  console.log(`\n${title.padEnd(38)}    µs   ratio       more`);
  return clients.map(([name], index) => {
    const us = median(rounds.map((figures) => figures[index]));
    const ratio = median(rounds.map((figures) => figures[index] / figures[0]));
    const more = median(rounds.map((figures) => figures[index] - figures[0]));
    const columns = [
      us.toFixed(1).padStart(5),
      ratio.toFixed(3).padStart(7),
      more.toFixed(1).padStart(7),
    ];
    console.log(`${name.padEnd(38)} ${columns.join(' ')} µs`);
    return { name, ratio, more };
  });
}

const told = await compare('a transport that answers at once', CLIENTS, 1000);
const off = await compare('the engine, on 1 KB', WORKING_CLIENTS, 300);

const { more } = told.find(({ name }) => name === 'metrics, a line (pino)');
const [, again, ...silent] = off;
const noise = Math.abs(again.ratio - 1) + NOISE;
const most = Math.max(...silent.map(({ ratio }) => ratio)) - 1;
const isCheap = more <= GOAL_US;
const isNothing = most <= noise;
const percent = (share) => `${(share * 100).toFixed(1)} %`;
console.log(
  `\nA line and the metrics: ${more.toFixed(1)} µs, goal ${GOAL_US} µs: ${isCheap ? 'met' : 'MISSED'}`,
);
console.log(
  `Off: ${percent(most)} more, noise ${percent(noise)}: ${isNothing ? 'nothing' : 'MEASURABLE'}`,
);
process.exitCode = isCheap && isNothing ? 0 : 1;
