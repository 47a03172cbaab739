import type { KaizenBatchOperation } from '../../contract/batch-routes.js';
import type { KaizenOperation } from '../../contract/operations.js';
import type { ServedBy } from '../../contract/responses/served-by.js';
import type { KaizenRequests } from '../../contract/types.js';
import type {
  CacheState,
  CircuitState,
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../kaizen-transport.js';

/**
 * A transport around another one. All but `execute` is passed on; what would go past `execute` is not
 * there until a subclass has it: batches.
 */
export abstract class TransportDecorator implements KaizenTransport {
  readonly executeBatch: KaizenTransport['executeBatch'];
  readonly encodeStream: KaizenTransport['encodeStream'];
  readonly decodeStream: KaizenTransport['decodeStream'];

  /** @param inner The transport that does the work. */
  constructor(protected readonly inner: KaizenTransport) {
    this.encodeStream = inner.encodeStream?.bind(inner);
    this.decodeStream = inner.decodeStream?.bind(inner);
  }

  /** {@inheritDoc KaizenTransport.kind} */
  get kind(): ServedBy {
    return this.inner.kind;
  }

  /** {@inheritDoc KaizenTransport.circuit} */
  get circuit(): CircuitState | undefined {
    return this.inner.circuit;
  }

  /** {@inheritDoc KaizenTransport.cache} */
  get cache(): CacheState | undefined {
    return this.inner.cache;
  }

  /** {@inheritDoc KaizenTransport.ready} */
  get ready(): Promise<void> | undefined {
    return this.inner.ready;
  }

  /** {@inheritDoc KaizenTransport.execute} */
  abstract execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer>;

  /** {@inheritDoc KaizenTransport.takesBatch} */
  takesBatch(operation: KaizenBatchOperation): boolean | undefined {
    const { inner } = this;
    return inner.takesBatch ? inner.takesBatch(operation) : inner.executeBatch !== undefined;
  }

  /** {@inheritDoc KaizenTransport.close} */
  close(): Promise<void> {
    return this.inner.close();
  }
}
