import type { KaizenBatchOperation } from '../../contract/batch-routes.js';

/**
 * Has the first request of a batch go alone while nobody knows whether the service takes batches: should it
 * take none, the others are not sent, and no hook runs for them.
 */
export class BatchTurns {
  readonly #asking = new Map<KaizenBatchOperation, Promise<void>>();

  /** Settles when the one that finds out is back; `undefined` where there is none, and nothing to wait for. */
  asking(operation: KaizenBatchOperation): Promise<void> | undefined {
    return this.#asking.get(operation);
  }

  /** This one finds out. */
  ask(operation: KaizenBatchOperation, asked: Promise<unknown>): void {
    if (this.#asking.has(operation)) return;
    const ended = (): void => void this.#asking.delete(operation);
    this.#asking.set(operation, asked.then(ended, ended));
  }
}
