import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';
import { print } from '../output/write.js';
import { type Line, readLines } from './read-lines.js';

/** Where the results of a batch go. */
export interface ResultFile {
  /** The number of the last line that has its result from a run before; 0 for none. */
  readonly doneLines: number;
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens where results go.
 *
 * @param path The file; standard output without one.
 * @param isResumed Whether to go on behind what it holds. A line that was cut off is taken away.
 * @throws {@link CliFailure} for a file that has something in it else, or holds no results.
 */
export async function openResults(
  path: string | undefined,
  isResumed: boolean,
): Promise<ResultFile> {
  if (path === undefined) {
    if (isResumed) throw usage('--resume needs --output, which tells what is done. Give both.');
    return { doneLines: 0, write: print, close: () => Promise.resolve() };
  }
  const size = await sizeOf(path);
  if (size > 0 && !isResumed) {
    throw usage(`${path} has results in it. Give --resume to go on, or another --output.`);
  }
  const { doneLines, end } = size > 0 ? await readDone(path) : { doneLines: 0, end: 0 };
  return new OpenFile(await openAt(path, end), doneLines);
}

class OpenFile implements ResultFile {
  constructor(
    private readonly handle: FileHandle,
    readonly doneLines: number,
  ) {}

  async write(text: string): Promise<void> {
    await this.handle.appendFile(text);
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  const facts = await stat(path).catch(() => undefined);
  return facts?.size ?? 0;
}

async function openAt(path: string, end: number): Promise<FileHandle> {
  try {
    const handle = await open(path, 'a');
    await handle.truncate(end);
    return handle;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw usage(`${path} cannot be written (${code}). Correct --output.`, cause);
  }
}

async function readDone(path: string): Promise<{ doneLines: number; end: number }> {
  let last: Line | undefined;
  for await (const lines of readLines(createReadStream(path))) {
    last = lines.findLast(({ isWhole }) => isWhole) ?? last;
  }
  if (!last) return { doneLines: 0, end: 0 };
  return { doneLines: numberIn(last, path), end: last.end };
}

function numberIn({ bytes }: Line, path: string): number {
  try {
    const { line } = JSON.parse(bytes.toString()) as { line?: unknown };
    if (Number.isSafeInteger(line)) return line as number;
  } catch {
    // Told below.
  }
  throw usage(`${path} holds no results of a batch. Give the file that --output wrote.`);
}

function usage(message: string, cause?: unknown): CliFailure {
  return new CliFailure(message, EXIT_CODE.usage, { cause });
}
