import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { KaizenServeOptions } from 'nestjs-kaizen/server';
import type { CompiledLib } from '../../support/compiled-lib.js';

const SCRIPT = path.join(import.meta.dirname, 'serve-child.mjs');

/** A server in a process of its own, as it is used: compiled, with worker threads. */
export class ChildServer {
  private constructor(
    readonly process: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts one on a free port. */
  static async start(lib: CompiledLib, options: KaizenServeOptions = {}): Promise<ChildServer> {
    const told = { port: 0, shutdownSignals: ['SIGTERM'], ...options };
    const args = [SCRIPT, lib.url('server.js'), JSON.stringify(told)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const [url] = /http:\S+/.exec(String(chunk)) ?? [];
      if (url !== undefined) return new ChildServer(child, url);
    }
    throw new Error('The server ended before it listened');
  }

  /** Asks it to end, and waits. Returns its exit code. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill(signal);
      await once(this.process, 'exit');
    }
    return this.process.exitCode;
  }
}
