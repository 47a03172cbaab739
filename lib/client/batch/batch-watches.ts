import type { KaizenBatchOperation } from '../../contract/batch-routes.js';
import type { LoopShare } from '../../engine/pool/loop-share.js';
import type { CallWatch, WatchedCall } from '../../observability/call-watch.js';
import type { Reporter } from '../../observability/reporter.js';

/** The batch whose items are watched. */
export interface WatchedBatch extends Omit<WatchedCall, 'operation'> {
  readonly operation: KaizenBatchOperation;
  /** How many items it has. */
  readonly total: number;
}

/** Watches the items of a batch: each is told of once, however the batch ends. */
export class BatchWatches {
  readonly #startedAt = performance.now();
  readonly #watches: (CallWatch | undefined)[] = [];

  constructor(
    private readonly batch: WatchedBatch,
    private readonly reporter: Pick<Reporter, 'beginItem'>,
    private readonly share: LoopShare,
  ) {}

  /** The id of an item. */
  idOf(index: number): string {
    return `${this.batch.requestId}.${index}`;
  }

  /** An item begins, unless it has: gives its watch. */
  begin(index: number): CallWatch {
    return (this.#watches[index] ??= this.#watch(index));
  }

  /** The batch is over: what has not ended has failed with this. It takes its turn, for there may be many. */
  async fail(error: unknown): Promise<void> {
    for (let index = 0; index < this.batch.total; index += 1) {
      await this.share.next();
      // What never had its turn has waited since the batch began.
      const watch = (this.#watches[index] ??= this.#watch(index, this.#startedAt));
      watch.failed(error);
    }
  }

  #watch(index: number, startedAt?: number): CallWatch {
    const { operation, transport } = this.batch;
    const item = { operation, transport, requestId: this.idOf(index), startedAt };
    return this.reporter.beginItem(item);
  }
}
