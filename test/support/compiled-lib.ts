import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformFile } from '@swc/core';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const IS_SOURCE_HERE = existsSync(path.join(ROOT, 'lib'));

/**
 * `lib` as JavaScript, for what cannot run from the sources: worker threads and child processes know
 * nothing of Jest's transforms. It takes about a second; each process that asks has a folder of its own.
 *
 * Beside samples that run with the packed package there is no `lib`: then it is the package's own files.
 */
export class CompiledLib {
  private readonly folder: string;

  /** @param name Tells apart those that a process has at a time. */
  constructor(name = 'lib') {
    this.folder = IS_SOURCE_HERE
      ? path.join(ROOT, '.cache', `${name}-${process.pid}`)
      : path.dirname(createRequire(import.meta.url).resolve('nestjs-kaizen'));
  }

  /** Compiles every file, without checking types. */
  async make(): Promise<void> {
    if (!IS_SOURCE_HERE) return;
    const files = await readdir(path.join(ROOT, 'lib'), { recursive: true });
    const sources = files.filter((file) => file.endsWith('.ts'));
    await Promise.all(sources.map((file) => this.compile(file)));
  }

  /** Puts other code in the place of a compiled file. */
  async replace(file: string, code: string): Promise<void> {
    await writeFile(path.join(this.folder, file), code);
  }

  /** The address of a compiled file, such as `engine/engine.js`. */
  url(file: string): string {
    return pathToFileURL(path.join(this.folder, file)).href;
  }

  /** Removes the compiled files. */
  async remove(): Promise<void> {
    if (IS_SOURCE_HERE) await rm(this.folder, { recursive: true, force: true });
  }

  private async compile(file: string): Promise<void> {
    const target = path.join(this.folder, file.replace(/\.ts$/, '.js'));
    const options = { cwd: ROOT, swcrc: true, sourceMaps: false };
    const { code } = await transformFile(path.join(ROOT, 'lib', file), options);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, code);
  }
}
