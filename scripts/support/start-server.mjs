import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const START_MS = 60_000;
const STOP_MS = 10_000;

/**
 * Starts a server of ours on a free port and waits until it answers.
 *
 * @param {string | string[]} main the script to run, or a whole command.
 * @param {string} probe a path that answers 200 once the server is up.
 * @param {{cwd?: string, env?: Record<string, string>, variable?: string}} [how] `variable` is the one
 * that tells it the port, by default `PORT`.
 */
export async function startServer(main, probe, { cwd, env, variable = 'PORT' } = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const isScript = typeof main === 'string';
  const [command, ...args] = isScript ? [process.execPath, main] : main;
  const child = spawn(command, args, {
    cwd,
    // A command may start the server as its own child: they end together, at the worst.
    detached: !isScript,
    env: { ...process.env, ...env, [variable]: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const server = {
    url,
    output: () => output,
    stop: () => stop(child),
    kill: () => kill(child, isScript),
  };
  await untilUp(child, url + probe, server);
  return server;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await once(server.close(), 'close');
  return port;
}

async function untilUp(child, url, server) {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await sleep(100);
  }
  server.kill();
  throw new Error(`The server did not start (exit code ${child.exitCode}):\n${server.output()}`);
}

function kill(child, isAlone) {
  if (isAlone) return child.kill('SIGKILL');
  try {
    return process.kill(-child.pid, 'SIGKILL');
  } catch {
    return false; // The whole group has ended.
  }
}

/** Asks it to end, as a supervisor does, and fails when it does not. */
async function stop(child) {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = sleep(STOP_MS, undefined, { ref: false }).then(() => {
    throw new Error(`It still ran ${STOP_MS} ms after SIGTERM`);
  });
  const [code, signal] = await Promise.race([ended, late]);
  if (code !== 0 && signal !== 'SIGTERM') throw new Error(`It ended with ${code ?? signal}`);
}
