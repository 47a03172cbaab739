import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CompiledLib } from '../../support/compiled-lib.js';
import { type CliEnd, CliProcess, type CliSurroundings } from './cli-process.js';

/** The compiled command and a folder to run it in. */
export class CliSandbox {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'kaizen-cli-'));
  private readonly lib: CompiledLib;
  private readonly running: { kill(): Promise<unknown> }[] = [];

  /** @param name Tells apart those that a process has at a time. */
  constructor(name: string) {
    this.lib = new CompiledLib(name);
  }

  make(): Promise<void> {
    return this.lib.make();
  }

  async remove(): Promise<void> {
    await this.lib.remove();
    rmSync(this.folder, { recursive: true });
  }

  /** Ends what still runs. */
  async killAll(): Promise<void> {
    await Promise.all(this.running.splice(0).map((each) => each.kill()));
  }

  start(args: readonly string[], surroundings?: CliSurroundings, env?: NodeJS.ProcessEnv) {
    const started = new CliProcess(this.lib, args, env, { cwd: this.folder, ...surroundings });
    this.running.push(started);
    return started;
  }

  run(args: readonly string[], input?: string | Uint8Array, env?: NodeJS.ProcessEnv) {
    return this.start(args, { input }, env).end() satisfies Promise<CliEnd>;
  }

  /** Writes a file in the folder, and gives its name. */
  file(name: string, content: string | Uint8Array): string {
    writeFileSync(path.join(this.folder, name), content);
    return name;
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8');
  }

  /** Runs a line of a shell in the folder, with `kaizen` in it. Nothing else goes on meanwhile. */
  shell(line: string, env: NodeJS.ProcessEnv = {}) {
    return spawnSync('sh', ['-c', this.#inShell(line)], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** The same beside what goes on here, such as a server that the command asks. */
  async shellBeside(line: string, env: NodeJS.ProcessEnv = {}) {
    const child = spawn('sh', ['-c', this.#inShell(line)], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    await once(child, 'close');
    return { status: child.exitCode, ...said };
  }

  /** Runs it on a terminal, whose output has `\r\n`. */
  terminal(line: string, env?: NodeJS.ProcessEnv): string {
    return this.shell(`script -qec '${line}' /dev/null`, env).stdout;
  }

  /** The same as {@link terminal}, beside what goes on here: keys are what is written to it. */
  keyboard(line: string, env: NodeJS.ProcessEnv = {}) {
    const child = spawn('script', ['-qec', this.#inShell(line), '/dev/null'], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const shown = { text: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (shown.text += text));
    const closed = once(child, 'close');
    this.running.push({ kill: () => (child.kill('SIGKILL'), closed) });
    return {
      shown,
      press: (keys: string) => child.stdin.write(keys),
      end: () => closed.then(() => child.exitCode),
    };
  }

  #inShell(line: string): string {
    const command = `${process.execPath} ${fileURLToPath(this.lib.url('cli/main.js'))}`;
    return line.replaceAll(/\bkaizen(?= )/g, command);
  }
}
