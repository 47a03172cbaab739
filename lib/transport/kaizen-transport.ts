import { type KaizenOperation } from '../contract/operations.js';
import { type KaizenRequests } from '../contract/types.js';
import {
  type DecodeStreamPart,
  type DecodeStreamRequest,
  type EncodeStreamPart,
  type EncodeStreamRequest,
} from '../engine/stream/stream-engine.js';

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

  /**
   * Encodes a prompt bit by bit. A transport that cannot stream has no such method.
   *
   * @param request A request that has been validated; it must not be changed.
   * @param call Its `signal` must end the stream, whatever it waits for.
   */
  encodeStream?(
    request: EncodeStreamRequest,
    call: KaizenTransportCall,
  ): AsyncIterable<EncodeStreamPart>;

  /**
   * Decodes a text while it comes. A transport that cannot stream has no such method.
   *
   * @param request Its source is let go of however the stream ends.
   * @param call Its `signal` must end the stream, whatever it waits for.
   */
  decodeStream?(
    request: DecodeStreamRequest,
    call: KaizenTransportCall,
  ): AsyncIterable<DecodeStreamPart>;

  /** Frees what the transport holds. No call follows. */
  close(): Promise<void>;
}
