import { spawnSync } from 'node:child_process';
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
  private readonly running: CliProcess[] = [];

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

  /** Runs a line of a shell in the folder, with `kaizen` in it. */
  shell(line: string, env: NodeJS.ProcessEnv = {}) {
    const command = `${process.execPath} ${fileURLToPath(this.lib.url('cli/main.js'))}`;
    return spawnSync('sh', ['-c', line.replaceAll(/\bkaizen(?= )/g, command)], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs it on a terminal, whose output has `\r\n`. */
  terminal(line: string, env?: NodeJS.ProcessEnv): string {
    return this.shell(`script -qec '${line}' /dev/null`, env).stdout;
  }
}
