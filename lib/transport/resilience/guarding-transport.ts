import { type KaizenOperation } from '../../contract/operations.js';
import { type KaizenRequests } from '../../contract/types.js';
import {
  type KaizenTransport,
  type KaizenTransportAnswer,
  type KaizenTransportCall,
} from '../kaizen-transport.js';
import { TransportDecorator } from './transport-decorator.js';

/** A transport that lets calls through to another one or refuses them. A batch is one call. */
export abstract class GuardingTransport extends TransportDecorator {
  override readonly executeBatch: KaizenTransport['executeBatch'];

  constructor(inner: KaizenTransport) {
    super(inner);
    if (!inner.executeBatch) return;
    this.executeBatch = (operation, items, call) =>
      this.guard(call, () => inner.executeBatch!(operation, items, call));
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
}
