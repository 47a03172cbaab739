import type { KaizenBatchOperation } from '../../contract/batch-routes.js';
import type { BatchPart } from './batch-part.js';

/**
 * How large a part is, in bytes: large enough that handing it to a thread costs next to nothing, small
 * enough that all threads get some.
 */
export const PART_BYTES = 65_536;

/** The requests of a batch: the JSON of its body, and where they are in it. */
export class Batch {
  /** @param bounds Where each request begins and ends, one after the other. */
  constructor(
    readonly operation: KaizenBatchOperation,
    private readonly json: Uint8Array,
    private readonly bounds: readonly number[],
  ) {}

  /** How large all of it is. */
  get bytes(): number {
    return this.json.length;
  }

  /** The JSON of one request. */
  item(index: number): Uint8Array {
    return this.json.subarray(this.bounds[2 * index], this.bounds[2 * index + 1]);
  }

  /** Its requests in parts, each of one request at least. */
  *parts(): Generator<BatchPart, void, undefined> {
    const count = this.bounds.length / 2;
    for (let first = 0, next = 1; first < count; first = next++) {
      const start = this.bounds[2 * first]!;
      while (next < count && this.bounds[2 * next + 1]! - start <= PART_BYTES) next++;
      yield this.part(first, next);
    }
  }

  /** The part from one request to before another. */
  part(first: number, next: number): BatchPart {
    const own = this.bounds.slice(2 * first, 2 * next);
    const start = own[0]!;
    return {
      operation: this.operation,
      json: this.json.subarray(start, own.at(-1)),
      bounds: own.map((bound) => bound - start),
      firstIndex: first,
    };
  }
}
