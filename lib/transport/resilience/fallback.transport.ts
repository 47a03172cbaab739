import { type KaizenOperation } from '../../contract/operations.js';
import { type KaizenRequests } from '../../contract/types.js';
import { type KaizenError } from '../../errors/kaizen.error.js';
import { KaizenTimeoutError } from '../../errors/timeout.error.js';
import {
  type KaizenTransport,
  type KaizenTransportAnswer,
  type KaizenTransportCall,
} from '../kaizen-transport.js';
import { isWorthHandingOver } from './service-trouble.js';
import { TransportDecorator } from './transport-decorator.js';

/** A call that was handed over. */
export interface HandedOver {
  readonly operation: KaizenOperation;
  readonly requestId: string;
  /** What it would have failed with. */
  readonly error: KaizenError;
}

/** The share of a call's time that is kept for the embedded engine, and the most of it. */
const RESERVED_SHARE = 0.1;
const MOST_RESERVED_MS = 1000;

/**
 * Has the embedded engine answer what the service does not: when it cannot be reached, is too slow,
 * fails after all retries, is left alone by the circuit breaker, or sends what is no answer of a
 * Kaizen service. The service gets a tenth less of a call's time, at most a second, so that some is
 * left. Health is never handed over: it must tell the truth. Streams that the service does not have
 * are the engine's from the start.
 */
export class FallbackTransport extends TransportDecorator {
  override readonly encodeStream: KaizenTransport['encodeStream'];
  override readonly decodeStream: KaizenTransport['decodeStream'];
  readonly #embedded: KaizenTransport;
  readonly #report: (handedOver: HandedOver) => void;

  /**
   * @param primary The service.
   * @param embedded The engine in this process.
   * @param report Is told of each call that is handed over, before the engine begins.
   */
  constructor(
    primary: KaizenTransport,
    embedded: KaizenTransport,
    report: (handedOver: HandedOver) => void,
  ) {
    super(primary);
    this.#embedded = embedded;
    this.#report = report;
    this.encodeStream =
      primary.encodeStream?.bind(primary) ?? embedded.encodeStream?.bind(embedded);
    this.decodeStream =
      primary.decodeStream?.bind(primary) ?? embedded.decodeStream?.bind(embedded);
  }

  /** {@inheritDoc KaizenTransport.execute} */
  async execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer> {
    if (operation === 'health') return this.inner.execute(operation, request, call);
    try {
      return await this.#askService(operation, request, call);
    } catch (error) {
      if (call.signal.aborted || !isWorthHandingOver(error)) throw error;
      return await this.#handOver(operation, request, call, error as KaizenError);
    }
  }

  /** Frees what the engine holds as well. */
  override async close(): Promise<void> {
    await Promise.all([super.close(), this.#embedded.close()]);
  }

  async #askService<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer> {
    const reserveMs = Math.min(call.timeoutMs * RESERVED_SHARE, MOST_RESERVED_MS);
    const timeoutMs = Math.max(1, Math.floor(call.timeoutMs - reserveMs));
    const controller = new AbortController();
    const end = () => controller.abort(call.signal.reason);
    const timer = setTimeout(() => controller.abort(tooSlow(operation, timeoutMs)), timeoutMs);
    call.signal.addEventListener('abort', end);
    if (call.signal.aborted) end();
    try {
      const { signal } = controller;
      return await this.inner.execute(operation, request, { ...call, signal, timeoutMs });
    } finally {
      clearTimeout(timer);
      call.signal.removeEventListener('abort', end);
    }
  }

  async #handOver<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
    error: KaizenError,
  ): Promise<KaizenTransportAnswer> {
    const { requestId } = call;
    this.#report({ operation, requestId, error });
    const answer = await this.#embedded.execute(operation, request, call);
    return error.attempts === undefined ? answer : { ...answer, attempts: error.attempts };
  }
}

function tooSlow(operation: KaizenOperation, timeoutMs: number): KaizenTimeoutError {
  return new KaizenTimeoutError(
    `The service did not answer ${operation} within ${timeoutMs} ms. Give the call a longer timeoutMs.`,
    timeoutMs,
  );
}
