import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server to ask, and how to be done with it. */
export interface BatchServer {
  readonly url: string;
  close(): Promise<void>;
}

/** The `kaizen` command of the package, which is what `npx nestjs-kaizen` runs. */
const KAIZEN = new URL('cli/main.js', import.meta.resolve('nestjs-kaizen'));

/**
 * The server at `KAIZEN_BASE_URL`; without that, one in a process of its own, so that client and server
 * share no thread.
 */
export async function startBatchServer(command: URL = KAIZEN): Promise<BatchServer> {
  const url = process.env['KAIZEN_BASE_URL'];
  if (url) return { url, close: () => Promise.resolve() };
  const args = [fileURLToPath(command), 'serve', '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const text of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    const [printed] = /http:\S+/.exec(text) ?? [];
    if (printed === undefined) continue;
    const close = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    return { url: printed, close };
  }
  throw new Error('The server ended before it listened.');
}
