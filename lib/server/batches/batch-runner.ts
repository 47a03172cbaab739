import { Injectable } from '@nestjs/common';
import { LoopShare } from '../../engine/pool/loop-share.js';
import { NotSentError } from '../../engine/pool/not-sent.error.js';
import { throwIfEnded } from '../../engine/pool/pool-errors.js';
import { KaizenWorkerError } from '../../errors/worker.error.js';
import { Load } from '../limits/load.js';
import type { FarJobs } from '../operations/far-jobs.js';
import type { Job, JobOutcome } from '../operations/job.js';
import { OperationRunner } from '../operations/operation-runner.js';
import { factsOf } from '../refusals/facts-of.js';
import { type Batch, PART_BYTES } from './batch.js';
import type { BatchPart, PartPiece } from './batch-part.js';
import { runPart } from './run-part.js';

type Pieces = readonly PartPiece[];

/**
 * Carries out batches: small ones in this thread, large ones part by part in others. This one lends a
 * hand while there is nothing else to do.
 */
@Injectable()
export class BatchRunner {
  /** Whether this thread carries out a part that others could. */
  private isHelping = false;
  /** How many batches are under way. */
  private running = 0;

  constructor(
    private readonly runner: OperationRunner,
    private readonly load: Load,
    private readonly share: LoopShare,
  ) {}

  /**
   * Carries out a batch. What goes wrong with a request is told with that request.
   *
   * @param take Takes what becomes of the requests, in their order. A few more parts than there are
   * threads are carried out ahead of it, and no more.
   * @throws KaizenOverloadedError before anything is taken, when too many large requests wait.
   * @throws KaizenAbortError when the signal aborts.
   */
  async run(
    batch: Batch,
    signal: AbortSignal,
    take: (pieces: Pieces) => Promise<void>,
  ): Promise<void> {
    const far = this.runner.threadsFor(batch.bytes, PART_BYTES);
    await far?.admitBatch();
    const run = (part: BatchPart): Promise<Pieces> => {
      if (!far) return this.near(part, signal);
      return this.mayHelp(far) ? this.help(part, signal) : this.far(far, part, signal);
    };
    this.running++;
    try {
      await inOrder(batch.parts(), far ? far.width + 2 : 1, run, take);
    } finally {
      this.running--;
    }
  }

  /** What becomes of one request. It rejects only when the signal aborts. */
  async outcomeOf(job: Job, signal: AbortSignal): Promise<JobOutcome> {
    await this.share.next();
    throwIfEnded(signal);
    try {
      return await this.runner.outcomeOf(job, () => signal);
    } catch (cause) {
      throwIfEnded(signal);
      return { kind: 'failed', facts: factsOf(cause), cause };
    }
  }

  private mayHelp(far: FarJobs): boolean {
    const isIdleElse = this.load.running <= this.running;
    return isIdleElse && !this.isHelping && far.size >= far.width;
  }

  private async help(part: BatchPart, signal: AbortSignal): Promise<Pieces> {
    this.isHelping = true;
    try {
      return await this.near(part, signal);
    } finally {
      this.isHelping = false;
    }
  }

  private near(part: BatchPart, signal: AbortSignal): Promise<Pieces> {
    return runPart(part, (job) => this.outcomeOf(job, signal));
  }

  private async far(far: FarJobs, part: BatchPart, signal: AbortSignal): Promise<Pieces> {
    try {
      return await far.runPart(part, signal);
    } catch (error) {
      throwIfEnded(signal);
      if (error instanceof NotSentError) return this.near(part, signal);
      if (!(error instanceof KaizenWorkerError) || part.bounds.length === 2) {
        return failures(part, error);
      }
    }
    // One of them was too much for the thread: the others must not share its fate.
    const pieces: PartPiece[] = [];
    for (const one of single(part)) pieces.push(...(await this.far(far, one, signal)));
    return pieces;
  }
}

/** Does work that may overtake, with so much of it ahead, and hands out what it comes to in order. */
async function inOrder<T, R>(
  work: Iterable<T>,
  width: number,
  run: (one: T) => Promise<R>,
  take: (result: R) => Promise<void>,
): Promise<void> {
  const ahead: Promise<R>[] = [];
  for (const one of work) {
    const result = run(one);
    // Should an earlier one fail, nobody waits for this one.
    result.catch(() => undefined);
    ahead.push(result);
    if (ahead.length >= width) await take(await ahead.shift()!);
  }
  for (const result of ahead) await take(await result);
}

function* single({ operation, json, bounds, firstIndex }: BatchPart): Generator<BatchPart> {
  for (let place = 0; 2 * place < bounds.length; place++) {
    const own = json.subarray(bounds[2 * place], bounds[2 * place + 1]);
    yield { operation, json: own, bounds: [0, own.length], firstIndex: firstIndex + place };
  }
}

function failures({ bounds, firstIndex }: BatchPart, cause: unknown): Pieces {
  const outcome: JobOutcome = { kind: 'failed', facts: factsOf(cause), cause };
  return Array.from({ length: bounds.length / 2 }, (_, place) => ({
    index: firstIndex + place,
    outcome,
  }));
}
