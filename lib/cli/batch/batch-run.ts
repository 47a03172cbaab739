import { KaizenDependencyError } from '../../errors/dependency.error.js';
import { KaizenOptionsError } from '../../errors/options.error.js';
import type { Line } from './read-lines.js';
import { type LineOutcome, resultOf } from './batch-items.js';
import type { BatchProgress } from './batch-progress.js';
import type { BatchTally } from './batch-tally.js';
import type { ResultFile } from './result-file.js';

/** So many lines are worked on in one go. */
const RUN_LINES = 64;

/** What a batch is made of. */
export interface BatchParts {
  readonly work: (lines: readonly Line[]) => Promise<LineOutcome[]>;
  readonly results: ResultFile;
  readonly tally: BatchTally;
  readonly progress: BatchProgress;
  /** Runs of lines under way at once. */
  readonly concurrency: number;
  /** Resolves when nothing more is to be begun. */
  readonly stop: Promise<unknown>;
}

/** One batch: runs of lines are worked on side by side, and written in their order. */
export class BatchRun {
  /** Each is done when its run is written, and with it all before. */
  readonly #open: Promise<void>[] = [];
  #written = Promise.resolve();
  #isStopped = false;
  #onStop?: () => void;

  constructor(private readonly parts: BatchParts) {}

  /** Carries it out. All that was begun is written when it returns, after a stop too. */
  async run(source: AsyncIterator<Line[], void>): Promise<void> {
    void this.parts.stop.then(() => {
      this.#isStopped = true;
      this.#onStop?.();
    });
    for (;;) {
      const step = await this.#next(source);
      if (!step || step.done) break;
      for (const lines of runsOf(this.#new(step.value))) {
        if (this.#isStopped) break;
        await this.#begin(lines);
      }
    }
    await this.#written;
  }

  /**
   * The next lines, or nothing after a stop, which need not wait for them. `Promise.race` with the stop would
   * keep all that was ever read: the promise that waits longest holds every race.
   */
  #next(source: AsyncIterator<Line[], void>): Promise<IteratorResult<Line[], void> | undefined> {
    if (this.#isStopped) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#onStop = () => resolve(undefined);
      source.next().then(resolve, reject);
    });
  }

  /** The lines that are to be worked on. Empty ones are no prompts. */
  #new(lines: readonly Line[]): Line[] {
    const { results } = this.parts;
    return lines.filter(
      ({ number, bytes }) => !results.has(number) && bytes.some((byte) => byte > 0x20),
    );
  }

  async #begin(lines: readonly Line[]): Promise<void> {
    const work = this.parts.work(lines);
    this.#written = this.#written.then(async () => this.#write(await work));
    // Whoever waits for it is told of what went wrong.
    this.#written.catch(() => undefined);
    this.#open.push(this.#written);
    if (this.#open.length >= this.parts.concurrency) await this.#open.shift();
    // The engine in this process never waits by itself: signals have their turn here.
    await new Promise(setImmediate);
  }

  async #write(outcomes: readonly LineOutcome[]): Promise<void> {
    const { results, tally, progress } = this.parts;
    for (const { outcome } of outcomes) {
      if ('answer' in outcome) tally.succeeded(outcome.answer);
      else if (concernsAll(outcome.error)) throw outcome.error;
      else tally.failedOne();
    }
    await results.write(outcomes.map(resultOf));
    tally.inputBytes = outcomes.at(-1)!.line.end;
    progress.show();
  }
}

/** Whether no other item would fare better. */
function concernsAll(error: Error): boolean {
  return error instanceof KaizenDependencyError || error instanceof KaizenOptionsError;
}

function* runsOf(lines: readonly Line[]): Generator<readonly Line[], void, undefined> {
  for (let start = 0; start < lines.length; start += RUN_LINES) {
    yield lines.slice(start, start + RUN_LINES);
  }
}
