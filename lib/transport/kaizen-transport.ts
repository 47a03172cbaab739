import { type KaizenOperation } from '../contract/operations.js';
import { type KaizenRequests } from '../contract/types.js';

/** What a transport is told about one call. */
export interface KaizenTransportCall {
  /** Aborts when nobody waits for the result any more. */
  readonly signal?: AbortSignal;
  /** The id of the request. */
  readonly requestId: string;
}

/** A way to have an operation carried out. */
export interface KaizenTransport {
  /** Which way: results say it in `servedBy`. */
  readonly kind: 'embedded' | 'http';

  /**
   * Carries out one operation.
   *
   * @param request A request that has been validated; it must not be changed.
   * @returns The response envelope as it is on the wire, in either dialect.
   */
  execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<unknown>;

  /** Frees what the transport holds. No call follows. */
  close(): Promise<void>;
}
