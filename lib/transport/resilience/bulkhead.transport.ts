import type { KaizenOperation } from '../../contract/operations.js';
import type { KaizenRequests } from '../../contract/types.js';
import { Slots } from '../../engine/pool/slots.js';
import { KaizenClosedError } from '../../errors/closed.error.js';
import { KaizenOverloadedError } from '../../errors/overloaded.error.js';
import type {
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../kaizen-transport.js';
import { GuardingTransport } from './guarding-transport.js';

/** How many calls a transport is handed. */
export interface BulkheadLimits {
  /** How many may be under way at once. */
  readonly maxConcurrency: number;
  /** How many may wait. */
  readonly maxQueue: number;
}

/**
 * Hands on so many calls at once; further ones wait in the order they came in. The wait is part of the
 * time that a call has. It belongs outside a circuit breaker: what waited while the circuit opened is
 * then refused rather than sent.
 */
export class BulkheadTransport extends GuardingTransport {
  readonly #slots: Slots;
  readonly #maxQueue: number;

  constructor(inner: KaizenTransport, { maxConcurrency, maxQueue }: BulkheadLimits) {
    super(inner);
    this.#slots = new Slots(maxConcurrency);
    this.#maxQueue = maxQueue;
  }

  /** Health goes straight through: it asks about the service, and must not wait for a busy client. */
  override execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer> {
    if (operation === 'health') return this.inner.execute(operation, request, call);
    return super.execute(operation, request, call);
  }

  /** @throws {@link KaizenOverloadedError} when too many calls wait already. */
  protected override async guard<T>(call: KaizenTransportCall, work: () => Promise<T>): Promise<T> {
    const { isFull, waiting } = this.#slots;
    if (isFull && waiting >= this.#maxQueue) throw overloaded(this.#maxQueue);
    return this.#slots.use(call.signal, work);
  }

  /** Refuses the calls that wait. */
  override close(): Promise<void> {
    if (this.#slots.waiting > 0) this.#slots.refuse(closed());
    return super.close();
  }
}

function overloaded(maxQueue: number): KaizenOverloadedError {
  return new KaizenOverloadedError(
    `All of maxConcurrency calls are under way, and ${maxQueue} wait already. ` +
      'Call again later, or raise maxConcurrency or maxQueue.',
    maxQueue,
  );
}

function closed(): KaizenClosedError {
  return new KaizenClosedError(
    'The client was closed while the call waited for its turn. Close it after the last call.',
  );
}
