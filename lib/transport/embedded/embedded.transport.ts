import { type KaizenOperation } from '../../contract/operations.js';
import { type KaizenRequests } from '../../contract/types.js';
import { createPooledEngine, type PooledEngine } from '../../engine/pool/pooled-engine.js';
import {
  type DecodeStreamPart,
  type DecodeStreamRequest,
  type EncodeStreamPart,
  type EncodeStreamRequest,
  StreamEngine,
} from '../../engine/stream/stream-engine.js';
import { type ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import { type KaizenTransport, type KaizenTransportCall } from '../kaizen-transport.js';

/** The engine in this process: no network, no account. Large payloads get a thread of their own. */
export class EmbeddedTransport implements KaizenTransport {
  readonly kind = 'embedded';
  readonly #engine: PooledEngine;
  readonly #streams: StreamEngine;

  /** @param options The client's options; the engine is told those that are its own. */
  constructor(options: ResolvedKaizenOptions) {
    const { profile, delimiter, indent, lengthMarker, maxDepth, maxPayloadBytes, verify } = options;
    const engine = {
      profile,
      delimiter,
      indent,
      lengthMarker,
      maxDepth,
      maxPayloadBytes,
      verify,
    };
    this.#engine = createPooledEngine(engine, options.workers);
    this.#streams = new StreamEngine(engine);
  }

  /** {@inheritDoc KaizenTransport.execute} */
  execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    { signal }: KaizenTransportCall,
  ): Promise<unknown> {
    return this.#engine.execute(operation, request, { signal });
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
