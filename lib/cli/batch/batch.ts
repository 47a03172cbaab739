import { constants } from 'node:os';
import { CliFailure } from '../cli-failure.js';
import type { Backend } from '../client/backend.js';
import { withBackend } from '../client/open-backend.js';
import { readSettings, type Settings } from '../client/settings.js';
import { EXIT_CODE } from '../exit-code.js';
import { type Input, openInput } from '../input/open-input.js';
import { encodeOptionsOf } from '../operations/request-options.js';
import { amount } from '../output/table.js';
import type { ReadFlags } from '../support/option-flags.js';
import { ShutdownSignals } from '../support/shutdown-signals.js';
import { encodeLines } from './batch-items.js';
import { BatchProgress } from './batch-progress.js';
import { BatchRun } from './batch-run.js';
import { BatchTally } from './batch-tally.js';
import { LostDigits } from './lost-digits.js';
import { type Line, readLines } from './read-lines.js';
import { openResults } from './open-results.js';
import type { ResultFile } from './result-file.js';

/** What commander read. */
export interface BatchFlags extends ReadFlags {
  readonly output?: string;
  readonly resume?: boolean;
  readonly concurrency: number;
  readonly model?: string[];
}

/**
 * Encodes the prompts of an input's lines, and writes a line for each.
 *
 * @throws {@link CliFailure} with exit code 4 when some failed, and 130 or 143 when a signal ended it.
 */
export async function batch(file: string | undefined, flags: BatchFlags): Promise<void> {
  checkConcurrency(flags.concurrency);
  const settings = await readSettings(flags);
  const input = await openInput({}, file);
  const results = await openResults(flags.output, flags.resume === true);
  const signals = new ShutdownSignals();
  let signal: NodeJS.Signals | undefined;
  const stop = signals.first.then((came) => (signal = came));
  const tally = new BatchTally();
  try {
    await withBackend(settings, (backend) =>
      carryOut({ input, results, tally, stop, flags, settings, backend }),
    );
  } finally {
    await results.close();
  }
  if (signal !== undefined) throw interrupted(signal, tally, flags);
  if (tally.failed > 0) throw partly(tally, flags);
}

interface Parts {
  readonly input: Input;
  readonly results: ResultFile;
  readonly tally: BatchTally;
  readonly stop: Promise<unknown>;
  readonly flags: BatchFlags;
  readonly settings: Settings;
  readonly backend: Backend;
}

async function carryOut({ input, backend, settings, flags, ...parts }: Parts): Promise<void> {
  const { concurrency, model: tokenModels } = flags;
  const options = encodeOptionsOf(settings.given);
  const extras = { ...(options && { options }), ...(tokenModels && { tokenModels }) };
  const progress = new BatchProgress(parts.tally, input.bytes);
  const digits = new LostDigits(input.name, (line) => progress.tell(line));
  const work = (lines: readonly Line[]) => encodeLines(lines, extras, backend, digits);
  try {
    await new BatchRun({ ...parts, work, progress, concurrency }).run(readLines(input.chunks));
  } finally {
    progress.end();
    digits.end();
    // A pipe that stays open would keep the process.
    (input.chunks as Partial<NodeJS.ReadStream>).destroy?.();
  }
}

function interrupted(signal: NodeJS.Signals, { done }: BatchTally, flags: BatchFlags): CliFailure {
  const remedy =
    flags.output === undefined
      ? 'Give --output to be able to go on after a break.'
      : 'Give --resume to go on.';
  const message = `${signal} came; ${amount(done)} prompts are done and written. ${remedy}`;
  // As a shell tells of a process that a signal ended.
  return new CliFailure(message, 128 + constants.signals[signal]);
}

function partly({ failed, done }: BatchTally, { output }: BatchFlags): CliFailure {
  const again =
    output === undefined
      ? 'run those again'
      : 'give --resume, which runs those again in their places';
  const message = `${amount(failed)} of ${amount(done)} prompts failed. Their lines in the output have an "error"; correct them and ${again}.`;
  return new CliFailure(message, EXIT_CODE.partialBatch);
}

function checkConcurrency(concurrency: number): void {
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 1000) return;
  const message = '--concurrency must be a whole number from 1 to 1000. Leave it out for 8.';
  throw new CliFailure(message, EXIT_CODE.usage);
}
