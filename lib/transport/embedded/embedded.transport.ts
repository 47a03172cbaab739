import { type KaizenOperation } from '../../contract/operations.js';
import { type KaizenRequests } from '../../contract/types.js';
import { createEngine, type KaizenEngine } from '../../engine/engine.js';
import { type ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import { type KaizenTransport } from '../kaizen-transport.js';

/** The engine in this process: no network, no account. */
export class EmbeddedTransport implements KaizenTransport {
  readonly kind = 'embedded';
  readonly #engine: KaizenEngine;

  /** @param options The client's options; the engine is told those that are its own. */
  constructor(options: ResolvedKaizenOptions) {
    const { profile, delimiter, indent, lengthMarker, maxDepth, maxPayloadBytes, verify } = options;
    this.#engine = createEngine({
      profile,
      delimiter,
      indent,
      lengthMarker,
      maxDepth,
      maxPayloadBytes,
      verify,
    });
  }

  /** {@inheritDoc KaizenTransport.execute} */
  execute<O extends KaizenOperation>(operation: O, request: KaizenRequests[O]): Promise<unknown> {
    return this.#engine.execute(operation, request);
  }

  /** The engine holds nothing that must be freed. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
