/** Has clients take turns in processes of their own, and tells what their calls cost. */
import { fork } from 'node:child_process';
import { answerOf, ask } from './ask.mjs';
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
  for (const [, client] of processes) await ask(client, warmUpSeconds);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, client] of processes) add(spent[name], await ask(client, TURN_SECONDS));
  }
  for (const [, client] of processes) client.disconnect();
  responder.disconnect();
  return Object.fromEntries(names.map((name) => [name, spent[name].cpuUs / spent[name].calls]));
}

function start(file, ...args) {
  return fork(new URL(file, import.meta.url), args.map(String));
}

function add(total, { cpuUs, calls }) {
  total.cpuUs += cpuUs;
  total.calls += calls;
}
