import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CompiledLib } from '../../support/compiled-lib.js';

/** How a run of the command ended. */
export interface CliEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a run of the command takes place. */
export interface CliSurroundings {
  /** What its standard input is. Default: nothing. */
  readonly input?: string | Uint8Array;
  /** Whether its standard input stays open behind that. */
  readonly staysOpen?: boolean;
  /** The folder that it is run in. */
  readonly cwd?: string;
}

/** The `kaizen` command as a process of its own. */
export class CliProcess {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  constructor(
    lib: CompiledLib,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    { input, staysOpen, cwd }: CliSurroundings = {},
  ) {
    const main = fileURLToPath(lib.url('cli/main.js'));
    this.child = spawn(process.execPath, [main, ...args], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      ...(cwd !== undefined && { cwd }),
    });
    // It may end before it has read all.
    this.child.stdin?.on('error', () => undefined);
    if (staysOpen) this.child.stdin?.write(input!);
    else this.child.stdin?.end(input);
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.closed = once(this.child, 'close');
  }

  /** The address that a server prints once it listens. */
  async url(): Promise<string> {
    for (;;) {
      const [url] = /http:\S+(?=\n)/.exec(this.stdout) ?? [];
      if (url !== undefined) return url;
      if (this.child.exitCode !== null) throw new Error(`It ended: ${this.stderr}`);
      await sleep(20);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits until it ends by itself. */
  async end(): Promise<CliEnd> {
    await this.closed;
    const { exitCode: code, signalCode: signal } = this.child;
    return { code, signal, stdout: this.stdout, stderr: this.stderr };
  }

  /** Ends it, whatever it is at. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }
}
