/** Starts servers in processes of their own. */
import { fork } from 'node:child_process';
import { answerOf, ask } from '../http/ask.mjs';

/** Starts a process from a file of this folder. */
export function start(file, args = [], execArgv = []) {
  return fork(new URL(file, import.meta.url), args.map(String), { execArgv });
}

/** Starts a server, and waits until it listens. */
export async function startService(kind, adapter, execArgv, options = {}) {
  const child = start('service.mjs', [kind, adapter, JSON.stringify(options)], execArgv);
  const url = await answerOf(child);
  return { url, usage: () => ask(child, 'usage'), stop: () => child.disconnect() };
}
