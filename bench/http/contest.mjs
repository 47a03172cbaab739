/** Has clients take turns in processes of their own, and tells what their calls cost. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { CLIENTS } from './clients.mjs';

const TURNS = 4;
const TURN_SECONDS = 1;
const NAMES = Object.keys(CLIENTS);

/**
 * One round: fresh processes are warmed up, and then take short turns, so that what else the machine
 * does hits all of them.
 *
 * @param {string} size Which reply they get.
 * @returns {Promise<Record<string, number>>} CPU microseconds for each call, by the client's name.
 */
export async function contest(size, { warmUpSeconds, reversed }) {
  const responder = start('responder.mjs', size);
  const port = await answerOf(responder);
  const names = reversed ? NAMES.toReversed() : NAMES;
  const processes = names.map((name) => [name, start('client.mjs', name, port)]);
  const spent = Object.fromEntries(names.map((name) => [name, { cpuUs: 0, calls: 0 }]));
  for (const [, client] of processes) await answerOf(client);
  for (const [, client] of processes) await run(client, warmUpSeconds);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, client] of processes) add(spent[name], await run(client, TURN_SECONDS));
  }
  for (const [, client] of processes) client.disconnect();
  responder.disconnect();
  return Object.fromEntries(names.map((name) => [name, spent[name].cpuUs / spent[name].calls]));
}

function start(file, ...args) {
  return fork(new URL(file, import.meta.url), args.map(String));
}

function run(client, seconds) {
  client.send(seconds);
  return answerOf(client);
}

/** The next message of a process; fails when it ends without one. */
async function answerOf(child) {
  const over = new AbortController();
  const { signal } = over;
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error(`${child.spawnargs.slice(1).join(' ')} ended early`);
  });
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), ended]);
    return answer;
  } finally {
    ended.catch(() => {});
    over.abort();
  }
}

function add(total, { cpuUs, calls }) {
  total.cpuUs += cpuUs;
  total.calls += calls;
}
