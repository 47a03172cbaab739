/**
 * How the items of a batch went: many in one request, each in a request of its own, or to the engine in
 * this process. Where more than one is true, the first of them is told; each response has `servedBy`.
 */
export type KaizenBatchPath = 'batch' | 'calls' | 'embedded';

/** How far a batch has come. */
export interface KaizenBatchProgress {
  /** How many items are done, failed ones included. */
  readonly done: number;
  /** How many items there are. */
  readonly total: number;
  /** How many have failed. */
  readonly failed: number;
}

/** An item that has no response. */
export interface KaizenBatchFailure {
  /** Its place in the list that was handed over. */
  readonly index: number;
  /** What a call of its own would have failed with: a `KaizenError`, or what the payload itself threw. */
  readonly error: Error;
}

/**
 * What a batch came to.
 *
 * @typeParam R The response of one item.
 */
export interface KaizenBatchResult<R> {
  /** The responses in the order of the payloads; `undefined` where the item failed. */
  readonly items: (R | undefined)[];
  /** The items that failed, by their index. Empty with `onError: 'throw'`. */
  readonly errors: KaizenBatchFailure[];
  /** How the items went. */
  readonly via: KaizenBatchPath;
  /** The id of the batch. */
  readonly requestId: string;
}
