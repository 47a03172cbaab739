import type { KaizenBatchOperation } from '../contract/batch-routes.js';
import type { KaizenOperation } from '../contract/operations.js';
import type { ServedBy } from '../contract/responses/served-by.js';
import type { KaizenRequests } from '../contract/types.js';
import type { KaizenCacheOutcome } from '../contract/responses/cache-outcome.js';
import type { KaizenError } from '../errors/kaizen.error.js';
import type { TracedCall } from '../observability/traced-call.js';
import type {
  DecodeStreamPart,
  DecodeStreamRequest,
  EncodeStreamPart,
  EncodeStreamRequest,
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
  /** Headers that a hook has added: they replace the others, and their values are secrets. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
  /**
   * The call's span, where it is traced.
   *
   * @internal
   */
  readonly span?: TracedCall | undefined;
  /** The key by which the service may tell a request from its repetition. Default: a random one. */
  readonly idempotencyKey?: string;
  /**
   * Is told why requests that were sent together were refused as such, before each is sent by itself.
   *
   * @internal
   */
  readonly onRefused?: (error: unknown) => void;
  /** `false` passes the cache by; `refresh` only writes to it. */
  readonly cache?: false | 'refresh';
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
  /** What the cache had, where one was asked. */
  readonly cache?: KaizenCacheOutcome;
  /** Whether it is the answer to an equal call, which this one has waited for. */
  readonly isShared?: boolean;
  /** What the service has failed with, where somebody else answered in its place. */
  readonly insteadOf?: KaizenError;
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

/** What the end of a stream tells beside its body. */
export interface KaizenStreamEnd {
  /** Who served the stream. Default: the transport's `kind`. */
  readonly servedBy?: ServedBy;
  /** The id under which the service knows the request. Default: the request's own. */
  readonly requestId?: string;
  /** How many requests were sent, where any was. */
  readonly attempts?: number | undefined;
}

/** A part of an encoding that is carried out bit by bit. */
export type KaizenEncodeStreamPart = WithEnd<EncodeStreamPart>;

/** A part of a decoding that is carried out bit by bit. */
export type KaizenDecodeStreamPart = WithEnd<DecodeStreamPart>;

type WithEnd<P extends { readonly type: string }> =
  Exclude<P, { type: 'done' }> | (Extract<P, { type: 'done' }> & KaizenStreamEnd);

/** How a circuit breaker stands: `closed` lets calls through, `open` none, `half-open` one to try. */
export type CircuitState = 'closed' | 'open' | 'half-open';

/** How the store of a cache stands: whether it answered when it was asked last. */
export type CacheState = 'up' | 'down';

/** A way to have an operation carried out. */
export interface KaizenTransport {
  /** Which way the client was set up for: each result says in `servedBy` who answered it. */
  readonly kind: ServedBy;
  /** How the circuit breaker stands, where there is one. */
  readonly circuit?: CircuitState;
  /** How the cache stands, where there is one. */
  readonly cache?: CacheState;
  /** Settles when all that is connected to at the start is there, or is not. Never rejects. */
  readonly ready?: Promise<void>;

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
   * Whether requests are taken together: `undefined` as long as nobody knows. A transport that has no such
   * method takes them if it has `executeBatch`.
   */
  takesBatch?(operation: KaizenBatchOperation): boolean | undefined;

  /**
   * Encodes a prompt bit by bit. A transport that cannot stream has no such method.
   *
   * @param request A request that has been validated; it must not be changed.
   * @param call Its `signal` must end the stream, whatever it waits for.
   */
  encodeStream?(
    request: EncodeStreamRequest,
    call: KaizenTransportCall,
  ): AsyncIterable<KaizenEncodeStreamPart>;

  /**
   * Decodes a text while it comes. A transport that cannot stream has no such method.
   *
   * @param request Its source is let go of however the stream ends.
   * @param call Its `signal` must end the stream, whatever it waits for.
   */
  decodeStream?(
    request: DecodeStreamRequest,
    call: KaizenTransportCall,
  ): AsyncIterable<KaizenDecodeStreamPart>;

  /** Frees what the transport holds. No call follows. */
  close(): Promise<void>;
}
