/**
 * What a call over HTTP costs, beside axios and what an app would write by hand: `npm run bench:http`.
 *
 * CPU time of the client's process for each call, 50 in flight, against canned bytes from another
 * process. After that an outage: how many requests 200 calls send. Exits with 1 when a goal is missed.
 *
 * `node bench/http/main.mjs ROUNDS WARM_UP_SECONDS` for another length.
 */
import { existsSync } from 'node:fs';
import { CLIENTS } from './clients.mjs';
import { contest } from './contest.mjs';
import { REPLIES } from './replies.mjs';
import { storm } from './storm.mjs';

if (!existsSync(new URL('../../dist/index.js', import.meta.url))) {
  console.error('dist/ is missing: run `npm run build` first.');
  process.exit(1);
}

const [rounds = 5, warmUpSeconds = 10] = process.argv.slice(2).map(Number);
/** The most that a call of ours may cost, as a ratio to axios. Beside that, less than by hand. */
const GOALS = { '1 KB': 1.3, '100 KB': 1 };

let missed = 0;
const verdict = (met) => {
  if (!met) missed++;
  return met ? 'met' : 'MISSED';
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const fixed = (value, digits, width) => value.toFixed(digits).padStart(width);

async function costs(size) {
  const costs = [];
  for (let round = 0; round < rounds; round++) {
    costs.push(await contest(size, { warmUpSeconds, reversed: round % 2 === 1 }));
  }
  return costs;
}

/** Ratios are taken within a round, where the machine was the same for all. */
function report(size, costs) {
  const ratios = (name, base) => costs.map((round) => round[name] / round[base]);
  console.log(`${size}: CPU for each call, median of ${rounds} rounds, as a ratio to axios`);
  for (const name of Object.keys(CLIENTS)) {
    const us = median(costs.map((round) => round[name]));
    const all = ratios(name, 'axios');
    const range = `(${Math.min(...all).toFixed(2)} to ${Math.max(...all).toFixed(2)})`;
    console.log(`  ${name.padEnd(28)}${fixed(us, 0, 6)} µs ${fixed(median(all), 2, 8)} ${range}`);
  }
  const toAxios = median(ratios('KaizenService', 'axios'));
  const toByHand = median(ratios('KaizenService', 'HttpService + axios-retry'));
  console.log(`  at most ${GOALS[size]} x axios: ${verdict(toAxios <= GOALS[size])}`);
  console.log(`  less than HttpService + axios-retry: ${verdict(toByHand < 1)}`);
}

for (const size of Object.keys(REPLIES)) report(size, await costs(size));

const { calls, budget, withoutBudget, sent } = await storm();
console.log(`outage: ${calls} calls to a service that answers 503 to everything`);
console.log(`  axios-retry, 3 retries       ${withoutBudget} requests`);
console.log(`  KaizenService                ${sent} requests`);
console.log(`  at most ${calls} + ${budget}: ${verdict(sent <= calls + budget)}`);
process.exitCode = missed === 0 ? 0 : 1;
