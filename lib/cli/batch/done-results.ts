import { createReadStream } from 'node:fs';
import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';
import { type Line, readLines } from './read-lines.js';

/** What a file of results holds. */
export interface DoneResults {
  /** The number of the last line that has a result; 0 for none. */
  readonly last: number;
  /** The lines that have an error. */
  readonly failed: ReadonlySet<number>;
  /** Where the last whole line ends, in bytes. */
  readonly end: number;
}

/** How a result begins, as `batch` writes it. */
const BEGINNING = /^\{"line":(\d+),"(\w+)":/;
const BEGINNING_BYTES = 64;

/**
 * What was done by runs before.
 *
 * @throws {@link CliFailure} for a file that holds something else.
 */
export async function readDone(path: string): Promise<DoneResults> {
  const failed = new Set<number>();
  let last = 0;
  let end = 0;
  for await (const { line, result } of resultsIn(path)) {
    last = result.number;
    end = line.end;
    if (result.isFailed) failed.add(result.number);
  }
  return { last, failed, end };
}

/** The whole lines of a file of results, in its order; up to a place, if one is given. */
export async function* resultsIn(
  path: string,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<{ line: Line; result: { number: number; isFailed: boolean } }, void, undefined> {
  for await (const lines of readLines(createReadStream(path))) {
    for (const line of lines) {
      if (!line.isWhole || line.end > end) return;
      yield { line, result: read(line, path) };
    }
  }
}

function read({ bytes }: Line, path: string): { number: number; isFailed: boolean } {
  const [, number, field] = BEGINNING.exec(bytes.toString('latin1', 0, BEGINNING_BYTES)) ?? [];
  if (number !== undefined) return { number: Number(number), isFailed: field === 'error' };
  try {
    const { line, error } = JSON.parse(bytes.toString()) as { line?: unknown; error?: unknown };
    if (Number.isSafeInteger(line))
      return { number: line as number, isFailed: error !== undefined };
  } catch {
    // Told below.
  }
  const message = `${path} holds no results of a batch. Give the file that --output wrote.`;
  throw new CliFailure(message, EXIT_CODE.usage);
}
