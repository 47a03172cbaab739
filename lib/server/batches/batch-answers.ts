import { Injectable } from '@nestjs/common';
import type { Exchange } from '../http/exchange.js';
import { Replies } from '../http/replies.js';
import type { Job, JobOutcome } from '../operations/job.js';
import { StoredPrompts } from '../payloads/stored-prompts.js';
import { errorPart } from '../refusals/error-body.js';
import { Refusal } from '../refusals/refusal.js';
import type { Batch } from './batch.js';
import type { PartPiece, PieceOfItem } from './batch-part.js';
import { BatchRunner } from './batch-runner.js';
import { itemJson } from './run-part.js';

/** How many requests of a batch may use the store at once. */
const STORE_LANES = 8;

/** Makes the items of a batch's answer, with the stored prompts that they ask for and leave behind. */
@Injectable()
export class BatchAnswers {
  constructor(
    private readonly runner: BatchRunner,
    private readonly prompts: StoredPrompts,
    private readonly replies: Replies,
  ) {}

  /** What answers the requests of one batch: what it does is called with the pieces of each part. */
  of(batch: Batch, exchange: Exchange): (pieces: readonly PartPiece[]) => Promise<PieceBytes[]> {
    const store = new BatchStore(this.prompts, exchange);
    const ready = async (piece: PartPiece): Promise<PieceBytes> =>
      piece instanceof Uint8Array ? piece : this.itemOf(piece, { batch, exchange, store });
    return async (pieces) => {
      const done: PieceBytes[] = [];
      for (let first = 0; first < pieces.length; first += STORE_LANES) {
        const some = pieces.slice(first, first + STORE_LANES);
        done.push(...(await Promise.all(some.map(ready))));
      }
      return done;
    };
  }

  private async itemOf(
    { index, outcome }: PieceOfItem,
    { batch, exchange, store }: BatchUnderWay,
  ): Promise<string> {
    try {
      const { operation } = batch;
      const job = { operation, body: batch.item(index) };
      const run = (more: Job) => this.runner.outcomeOf(more, exchange.signal);
      return itemJson(index, await store.finish(job, outcome, run));
    } catch (error) {
      if (exchange.signal.aborted) throw error;
      const { status_code, error: told } = errorPart(this.replies.note(exchange, error));
      return JSON.stringify({ index, status: 'error', status_code, error: told });
    }
  }
}

/** The JSON of one or more items of an answer, with commas between. */
export type PieceBytes = Uint8Array | string;

interface BatchUnderWay {
  readonly batch: Batch;
  readonly exchange: Exchange;
  readonly store: BatchStore;
}

/** The store of prompts for one batch: when it fails once, the rest of the batch does not wait for it. */
class BatchStore {
  private failure: Refusal | undefined;

  constructor(
    private readonly prompts: StoredPrompts,
    private readonly exchange: Exchange,
  ) {}

  /** The body of an answer to a job, once its prompt is found or kept. */
  async finish(
    job: Job,
    outcome: JobOutcome,
    run: (job: Job) => Promise<JobOutcome>,
  ): Promise<string | Uint8Array> {
    const { caller } = this.exchange;
    if (outcome.kind === 'failed') throw new Refusal(outcome.facts, outcome.cause);
    if (outcome.kind === 'too-costly') throw new Error('A job without bounds is never too costly');
    if (outcome.kind === 'needs-record') {
      const record = await this.use(() => this.prompts.find(outcome.id, caller));
      return this.finish(job, await run({ ...job, record }), run);
    }
    const { toKeep } = outcome;
    if (toKeep) await this.use(() => this.prompts.keep(toKeep, caller));
    return outcome.body;
  }

  private async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.failure) throw this.failure;
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal && error.facts.code === 'store_unavailable')
        this.failure = error;
      throw error;
    }
  }
}
