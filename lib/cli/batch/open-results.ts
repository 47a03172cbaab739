import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';
import { print } from '../output/write.js';
import { readDone } from './done-results.js';
import { RetryFile } from './retry-file.js';
import { type Result, type ResultFile, textOf } from './result-file.js';

/**
 * Opens where results go.
 *
 * @param path The file; standard output without one.
 * @param isResumed Whether to go on with what it holds. A line that was cut off is taken away.
 * @throws {@link CliFailure} for a file that has something in it else, or holds no results.
 */
export async function openResults(
  path: string | undefined,
  isResumed: boolean,
): Promise<ResultFile> {
  if (path === undefined) {
    if (isResumed) throw usage('--resume needs --output, which tells what is done. Give both.');
    const write = (results: readonly Result[]) => print(textOf(results));
    return { has: () => false, write, close: () => Promise.resolve() };
  }
  const size = await sizeOf(path);
  if (size > 0 && !isResumed) {
    throw usage(`${path} has results in it. Give --resume to go on, or another --output.`);
  }
  return writable(path, () => (size > 0 ? openDone(path) : openNew(path)));
}

async function openNew(path: string): Promise<ResultFile> {
  return new OpenFile(await open(path, 'a'), 0);
}

async function openDone(path: string): Promise<ResultFile> {
  const done = await readDone(path);
  if (done.failed.size > 0) return RetryFile.open(await realpath(path), done);
  const handle = await open(path, 'a');
  await handle.truncate(done.end);
  return new OpenFile(handle, done.last);
}

/** A file that is written to its end. */
class OpenFile implements ResultFile {
  constructor(
    private readonly handle: FileHandle,
    private readonly doneLines: number,
  ) {}

  has(number: number): boolean {
    return number <= this.doneLines;
  }

  async write(results: readonly Result[]): Promise<void> {
    await this.handle.appendFile(textOf(results));
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  const facts = await stat(path).catch(() => undefined);
  return facts?.size ?? 0;
}

async function writable<T>(path: string, opened: () => Promise<T>): Promise<T> {
  try {
    return await opened();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (cause instanceof CliFailure || code === undefined) throw cause;
    throw usage(`${path} cannot be written (${code}). Correct --output.`, cause);
  }
}

function usage(message: string, cause?: unknown): CliFailure {
  return new CliFailure(message, EXIT_CODE.usage, { cause });
}
