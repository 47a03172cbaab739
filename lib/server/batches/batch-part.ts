import type { KaizenBatchOperation } from '../../contract/batch-routes.js';
import type { JobOutcome } from '../operations/job.js';

/** Some of a batch's requests, in a row. It is plain data: it goes from thread to thread. */
export interface BatchPart {
  readonly operation: KaizenBatchOperation;
  /** The JSON of the requests, with whatever stands between them. */
  readonly json: Uint8Array;
  /** Where each begins and ends in it, one after the other. */
  readonly bounds: readonly number[];
  /** The place of the first of them in the batch. */
  readonly firstIndex: number;
}

/** What became of one request, where it is more than bytes. */
export interface PieceOfItem {
  readonly index: number;
  readonly outcome: JobOutcome;
}

/** What became of a part, piece by piece: the JSON of some items, with commas between, or one item. */
export type PartPiece = Uint8Array | PieceOfItem;
