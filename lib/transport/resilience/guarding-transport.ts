import type { KaizenOperation } from '../../contract/operations.js';
import type { KaizenRequests } from '../../contract/types.js';
import type {
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../kaizen-transport.js';
import { guardedStream } from './guarded-stream.js';
import { TransportDecorator } from './transport-decorator.js';

/**
 * A transport that lets calls through to another one or refuses them. A batch is one call, and so is a
 * stream, which is under way to its end.
 */
export abstract class GuardingTransport extends TransportDecorator {
  override readonly executeBatch: KaizenTransport['executeBatch'];
  override readonly encodeStream: KaizenTransport['encodeStream'];
  override readonly decodeStream: KaizenTransport['decodeStream'];

  constructor(inner: KaizenTransport) {
    super(inner);
    this.executeBatch =
      inner.executeBatch &&
      ((operation, items, call) =>
        this.guard(call, () => inner.executeBatch!(operation, items, call)));
    this.encodeStream =
      inner.encodeStream &&
      ((request, call) => this.#stream(call, () => inner.encodeStream!(request, call)));
    this.decodeStream =
      inner.decodeStream &&
      ((request, call) => this.#stream(call, () => inner.decodeStream!(request, call)));
  }

  /** {@inheritDoc KaizenTransport.execute} */
  execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer> {
    return this.guard(call, () => this.inner.execute(operation, request, call));
  }

  /** Does the work of one call, or refuses it. */
  protected abstract guard<T>(call: KaizenTransportCall, work: () => Promise<T>): Promise<T>;

  /** Whether the first part of a stream is a success already: what follows is not to be waited for. */
  protected isSettledByFirst(): boolean {
    return false;
  }

  #stream<P>(call: KaizenTransportCall, open: () => AsyncIterable<P>): AsyncIterable<P> {
    const guard = {
      admit: (work: () => Promise<void>) => this.guard(call, work),
      isSettledByFirst: () => this.isSettledByFirst(),
    };
    return guardedStream(guard, open);
  }
}
