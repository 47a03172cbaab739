import { type KaizenBatchOperation } from '../contract/batch-routes.js';
import { type KaizenOperation } from '../contract/operations.js';
import { type ServedBy } from '../contract/responses/served-by.js';
import { type KaizenRequests } from '../contract/types.js';
import {
  type DecodeStreamPart,
  type DecodeStreamRequest,
  type EncodeStreamPart,
  type EncodeStreamRequest,
} from '../engine/stream/stream-engine.js';

/** What a transport is told about one call. */
export interface KaizenTransportCall {
  /** Aborts when nobody waits for the result any more; its reason is the error that ended the call. */
  readonly signal: AbortSignal;
  /** The id of the request. */
  readonly requestId: string;
  /** What the whole call has, in milliseconds, from when the transport is handed it. */
  readonly timeoutMs: number;
  /** Headers of this call, beside the client's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The key by which the service may tell a request from its repetition. Default: a random one. */
  readonly idempotencyKey?: string;
  /** Instead of the client's option of this name. */
  readonly maxRetries?: number;
  /** Instead of the client's option of this name, in milliseconds. */
  readonly connectTimeoutMs?: number;
  /** Instead of the client's option of this name, in milliseconds. */
  readonly readTimeoutMs?: number;
  /** Instead of the client's option of this name, in milliseconds. */
  readonly writeTimeoutMs?: number;
  /** Instead of the client's option of this name, in milliseconds. */
  readonly poolTimeoutMs?: number;
}

/** What a transport brings back. */
export interface KaizenTransportAnswer {
  /** The response envelope as it is on the wire, in either dialect. */
  readonly body: unknown;
  /** Who answered. */
  readonly servedBy: ServedBy;
  /** The id under which the service knows the request, where it says one. */
  readonly requestId?: string;
  /** How many requests were sent, where any was. */
  readonly attempts?: number;
}

/** One request of several that are handed over together. */
export interface KaizenBatchItem<O extends KaizenBatchOperation = KaizenBatchOperation> {
  /** A request that has been validated; it must not be changed. */
  readonly request: KaizenRequests[O];
  /** The id of this request. */
  readonly requestId: string;
}

/** What became of one request of several: its answer, or the error that a call of its own has. */
export type KaizenBatchAnswer =
  { readonly answer: KaizenTransportAnswer } | { readonly error: unknown };

/** How a circuit breaker stands: `closed` lets calls through, `open` none, `half-open` one to try. */
export type CircuitState = 'closed' | 'open' | 'half-open';

/** A way to have an operation carried out. */
export interface KaizenTransport {
  /** Which way the client was set up for: each result says in `servedBy` who answered it. */
  readonly kind: ServedBy;
  /** Who serves streams, where that is somebody else. Default: `kind`. */
  readonly streamsBy?: ServedBy | undefined;
  /** How the circuit breaker stands, where there is one. */
  readonly circuit?: CircuitState;

  /**
   * Carries out one operation.
   *
   * @param request A request that has been validated; it must not be changed.
   */
  execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer>;

  /**
   * Has several requests carried out as one. A transport that cannot has no such method.
   *
   * @returns What became of each, in their order; `undefined` when they cannot be sent together, and
   * each has to be executed by itself.
   * @throws What ended all of them.
   */
  executeBatch?<O extends KaizenBatchOperation>(
    operation: O,
    items: readonly KaizenBatchItem<O>[],
    call: KaizenTransportCall,
  ): Promise<readonly KaizenBatchAnswer[] | undefined>;

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
