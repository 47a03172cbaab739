import type { KaizenOperation } from '../../contract/operations.js';
import type { KaizenRequests } from '../../contract/types.js';
import type { VerificationFailureHook } from '../../engine/engine-options.js';
import { createPooledEngine, type PooledEngine } from '../../engine/pool/pooled-engine.js';
import {
  type DecodeStreamPart,
  type DecodeStreamRequest,
  type EncodeStreamPart,
  type EncodeStreamRequest,
  StreamEngine,
} from '../../engine/stream/stream-engine.js';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import type {
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../kaizen-transport.js';

/** Who is told what the engine meets. */
export interface EmbeddedTransportHooks {
  /**
   * Told of an encode whose text did not read back and that was answered in JSON instead, whichever
   * thread had it. What it throws is dropped.
   */
  readonly onVerificationFailure?: VerificationFailureHook;
}

/** The engine in this process: no network, no account. Large payloads get a thread of their own. */
export class EmbeddedTransport implements KaizenTransport {
  readonly kind = 'embedded';
  readonly #engine: PooledEngine;
  readonly #streams: StreamEngine;

  /**
   * @param options The client's options; the engine is told those that are its own.
   * @param hooks Who is told what the engine meets.
   */
  constructor(options: ResolvedKaizenOptions, hooks: EmbeddedTransportHooks = {}) {
    const { profile, delimiter, indent, lengthMarker, maxDepth, maxPayloadBytes, verify } = options;
    const engine = {
      profile,
      delimiter,
      indent,
      lengthMarker,
      maxDepth,
      maxPayloadBytes,
      verify,
      ...hooks,
    };
    this.#engine = createPooledEngine(engine, options.workers);
    this.#streams = new StreamEngine(engine);
  }

  /** {@inheritDoc KaizenTransport.execute} */
  async execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    { signal }: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer> {
    const body = await this.#engine.execute(operation, request, { signal });
    return { body, servedBy: this.kind };
  }

  /** {@inheritDoc KaizenTransport.encodeStream} */
  encodeStream(
    request: EncodeStreamRequest,
    { signal }: KaizenTransportCall,
  ): AsyncIterable<EncodeStreamPart> {
    return this.#streams.encode(request, signal);
  }

  /** {@inheritDoc KaizenTransport.decodeStream} */
  decodeStream(
    request: DecodeStreamRequest,
    { signal }: KaizenTransportCall,
  ): AsyncIterable<DecodeStreamPart> {
    return this.#streams.decode(request, signal);
  }

  /** Ends the threads that the engine may have started. */
  close(): Promise<void> {
    return this.#engine.close();
  }
}
