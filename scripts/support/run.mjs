import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and gives its standard output. Its process must end by itself in time.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, timeoutMs?: number, env?: Record<string, string>}} [options]
 * @returns {Promise<string>}
 * @throws when it fails or takes longer than `timeoutMs` (default 3 minutes), with its output.
 */
export async function run(command, args, { cwd, timeoutMs = 180_000, env } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => (said[stream] += text));
  }
  const ending = await ended(child);
  if (ending === 'exit code 0') return said.stdout;
  const line = [command, ...args].join(' ');
  throw new Error(`${line}: ${ending} (limit ${timeoutMs} ms)\n${said.stdout}${said.stderr}`);
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}
