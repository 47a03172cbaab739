import { type KaizenBatchOperation } from '../../contract/batch-routes.js';
import { type KaizenOperation } from '../../contract/operations.js';
import { type ServedBy } from '../../contract/responses/served-by.js';
import { hydrateResponse } from '../../contract/hydrate-response.js';
import { isStoredPromptId } from '../../contract/stored-prompt-id.js';
import { type KaizenRequests } from '../../contract/types.js';
import { LoopShare } from '../../engine/pool/loop-share.js';
import { type KaizenError } from '../../errors/kaizen.error.js';
import { KaizenTimeoutError } from '../../errors/timeout.error.js';
import { inLanes } from '../batch/in-lanes.js';
import {
  type KaizenBatchAnswer,
  type KaizenBatchItem,
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
/** How many requests of a batch the engine is handed at once. */
const HANDED_OVER_AT_ONCE = 8;

/**
 * Has the embedded engine answer what the service does not: when it cannot be reached, is too slow,
 * fails after all retries, is left alone by the circuit breaker, or sends what is no answer of a
 * Kaizen service. The service gets a tenth less of a call's time, at most a second, so that some is
 * left. Of a batch each request is handed over by itself. Never handed over are health, which must tell
 * the truth, and the id of a prompt that the service keeps. Streams that the service does not have are
 * the engine's from the start.
 */
export class FallbackTransport extends TransportDecorator {
  override readonly streamsBy: ServedBy;
  override readonly executeBatch: KaizenTransport['executeBatch'];
  override readonly encodeStream: KaizenTransport['encodeStream'];
  override readonly decodeStream: KaizenTransport['decodeStream'];
  readonly #embedded: KaizenTransport;
  readonly #report: (handedOver: HandedOver) => void;
  readonly #share = new LoopShare();

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
    this.executeBatch =
      primary.executeBatch && ((operation, items, call) => this.#batch(operation, items, call));
    this.streamsBy = primary.encodeStream ? primary.kind : embedded.kind;
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
      const answer = await this.#askService(operation, call, (limited) =>
        this.inner.execute(operation, request, limited),
      );
      // Another program may answer at the service's address, with JSON of its own.
      hydrateResponse(operation, answer.body, call);
      return answer;
    } catch (error) {
      if (call.signal.aborted || !isWorthHandingOver(error) || isStored(request)) throw error;
      return await this.#handOver(operation, request, call, error as KaizenError);
    }
  }

  /** Frees what the engine holds as well. */
  override async close(): Promise<void> {
    await Promise.all([super.close(), this.#embedded.close()]);
  }

  async #batch<O extends KaizenBatchOperation>(
    operation: O,
    items: readonly KaizenBatchItem<O>[],
    call: KaizenTransportCall,
  ): Promise<readonly KaizenBatchAnswer[] | undefined> {
    const told = await this.#askForAll(operation, items, call);
    if (!told) return undefined;
    const answers = [...told];
    await inLanes(answers.entries(), HANDED_OVER_AT_ONCE, async ([index, answer]) => {
      if (!('error' in answer) || !isWorthHandingOver(answer.error)) return;
      if (isStored(items[index]!.request)) return;
      await this.#share.next();
      call.signal.throwIfAborted();
      const { request, requestId } = items[index]!;
      const error = answer.error as KaizenError;
      answers[index] = await outcomeOf(
        this.#handOver(operation, request, { ...call, requestId }, error),
      );
    });
    return answers;
  }

  async #askForAll<O extends KaizenBatchOperation>(
    operation: O,
    items: readonly KaizenBatchItem<O>[],
    call: KaizenTransportCall,
  ): Promise<readonly KaizenBatchAnswer[] | undefined> {
    try {
      return await this.#askService(operation, call, (limited) =>
        this.inner.executeBatch!(operation, items, limited),
      );
    } catch (error) {
      if (call.signal.aborted || !isWorthHandingOver(error)) throw error;
      return items.map(() => ({ error }));
    }
  }

  async #askService<T>(
    operation: KaizenOperation,
    call: KaizenTransportCall,
    ask: (limited: KaizenTransportCall) => Promise<T>,
  ): Promise<T> {
    const reserveMs = Math.min(call.timeoutMs * RESERVED_SHARE, MOST_RESERVED_MS);
    const timeoutMs = Math.max(1, Math.floor(call.timeoutMs - reserveMs));
    const controller = new AbortController();
    const end = () => controller.abort(call.signal.reason);
    const timer = setTimeout(() => controller.abort(tooSlow(operation, timeoutMs)), timeoutMs);
    call.signal.addEventListener('abort', end);
    if (call.signal.aborted) end();
    try {
      const { signal } = controller;
      return await ask({ ...call, signal, timeoutMs });
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

/** Whether a request names a prompt that only the service has. */
function isStored(request: object): boolean {
  return isStoredPromptId((request as { ktof?: unknown }).ktof);
}

async function outcomeOf(answer: Promise<KaizenTransportAnswer>): Promise<KaizenBatchAnswer> {
  try {
    return { answer: await answer };
  } catch (error) {
    return { error };
  }
}

function tooSlow(operation: KaizenOperation, timeoutMs: number): KaizenTimeoutError {
  return new KaizenTimeoutError(
    `The service did not answer ${operation} within ${timeoutMs} ms. Give the call a longer timeoutMs.`,
    timeoutMs,
  );
}
