import { types } from 'node:util';
import type { KaizenBatchOptions } from './batch-options.js';
import type { KaizenBatchFailure, KaizenBatchPath, KaizenBatchResult } from './batch-result.js';

/** From what is told first. */
const PATHS: readonly KaizenBatchPath[] = ['batch', 'calls', 'embedded'];

/** What has become of a batch so far. */
export class BatchOutcome<R> {
  readonly #items: (R | undefined)[];
  readonly #errors: KaizenBatchFailure[] = [];
  readonly #paths = new Set<KaizenBatchPath>();
  #done = 0;

  constructor(
    total: number,
    private readonly options: Pick<KaizenBatchOptions, 'onError' | 'onProgress'>,
  ) {
    this.#items = new Array<R | undefined>(total).fill(undefined);
  }

  /** An item has its response. */
  succeeded(index: number, response: R): void {
    this.#items[index] = response;
    this.#tell();
  }

  /**
   * An item has failed.
   *
   * @throws Its error, where the first is to reject the batch.
   */
  failed(index: number, error: unknown): void {
    if (this.options.onError === 'throw') throw error;
    this.#errors.push({ index, error: asError(error) });
    this.#tell();
  }

  /** Something went this way. */
  went(path: KaizenBatchPath): void {
    this.#paths.add(path);
  }

  /** @param path The way it would have gone, had anything. */
  result(path: KaizenBatchPath, requestId: string): KaizenBatchResult<R> {
    return {
      items: this.#items,
      errors: this.#errors.sort((one, other) => one.index - other.index),
      via: PATHS.find((candidate) => this.#paths.has(candidate)) ?? path,
      requestId,
    };
  }

  #tell(): void {
    this.#done += 1;
    const { length: total } = this.#items;
    try {
      this.options.onProgress?.({ done: this.#done, total, failed: this.#errors.length });
    } catch {
      // Who shows how far it is must not end it.
    }
  }
}

/** A payload's own accessors may throw anything. */
function asError(error: unknown): Error {
  if (types.isNativeError(error) || error instanceof Error) return error;
  const message =
    'The payload threw a value that is no error. Have its accessors throw errors, or none.';
  return new Error(message, { cause: error });
}
