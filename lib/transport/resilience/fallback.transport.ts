import type { KaizenBatchOperation } from '../../contract/batch-routes.js';
import type { KaizenOperation } from '../../contract/operations.js';
import { hydrateResponse } from '../../contract/hydrate-response.js';
import { isStoredPromptId } from '../../contract/stored-prompt-id.js';
import type { KaizenRequests } from '../../contract/types.js';
import { LoopShare } from '../../engine/pool/loop-share.js';
import type {
  DecodeStreamRequest,
  EncodeStreamRequest,
} from '../../engine/stream/stream-engine.js';
import type { KaizenError } from '../../errors/kaizen.error.js';
import { inLanes } from '../batch/in-lanes.js';
import type {
  KaizenBatchAnswer,
  KaizenBatchItem,
  KaizenDecodeStreamPart,
  KaizenEncodeStreamPart,
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../kaizen-transport.js';
import { fallbackStream, servedBy } from './fallback-stream.js';
import { LimitedCall } from './limited-call.js';
import { isWorthHandingOver } from './service-trouble.js';
import { TransportDecorator } from './transport-decorator.js';
import { WatchedSource } from './watched-source.js';

/** A call that was handed over. */
export interface HandedOver {
  readonly operation: KaizenOperation;
  readonly requestId: string;
  /** What it would have failed with. */
  readonly error: KaizenError;
}

/** How many requests of a batch the engine is handed at once. */
const HANDED_OVER_AT_ONCE = 8;

/**
 * Has the embedded engine answer what the service does not: when it cannot be reached, is too slow,
 * fails after all retries, is left alone by the circuit breaker, or sends what is no answer of a
 * Kaizen service. The service gets a tenth less of a call's time, at most a second, so that some is
 * left. Of a batch each request is handed over by itself. A stream is handed over as long as nothing came
 * of it: no chunk of an encoding, and of what is to be decoded no byte has been taken. Never handed over
 * are health, which must tell the truth, and the id of a prompt that the service keeps.
 */
export class FallbackTransport extends TransportDecorator {
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
    this.encodeStream = (request, call) => this.#encodeStream(request, call);
    this.decodeStream = (request, call) => this.#decodeStream(request, call);
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
      hydrateResponse(operation, answer.body, { requestId: call.requestId });
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

  #encodeStream(
    request: EncodeStreamRequest,
    call: KaizenTransportCall,
  ): AsyncIterable<KaizenEncodeStreamPart> {
    const embedded = this.#embedded;
    const serve = (attempts?: number) =>
      servedBy(embedded.kind, embedded.encodeStream!(request, call), attempts);
    if (!this.inner.encodeStream) return serve();
    return fallbackStream({
      operation: 'promptsEncode',
      call,
      ask: (limited) => this.inner.encodeStream!(request, limited.call),
      handOver: (error) => {
        this.#tell('promptsEncode', call, error as KaizenError);
        return serve((error as KaizenError).attempts);
      },
      isUntouched: () => true,
    });
  }

  #decodeStream(
    request: DecodeStreamRequest,
    call: KaizenTransportCall,
  ): AsyncIterable<KaizenDecodeStreamPart> {
    const embedded = this.#embedded;
    const serve = (attempts?: number) =>
      servedBy(embedded.kind, embedded.decodeStream!(request, call), attempts);
    if (!this.inner.decodeStream) return serve();
    let isTaken = false;
    return fallbackStream({
      operation: 'promptsDecode',
      call,
      ask: (limited) => {
        const source = new WatchedSource(request.source, () => {
          isTaken = true;
          limited.lift();
        });
        return this.inner.decodeStream!({ ...request, source }, limited.call);
      },
      handOver: (error) => {
        this.#tell('promptsDecode', call, error as KaizenError);
        return serve((error as KaizenError).attempts);
      },
      isUntouched: () => !isTaken,
    });
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
    const limited = new LimitedCall(call, operation);
    try {
      return await ask(limited.call);
    } finally {
      limited.release();
    }
  }

  async #handOver<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
    error: KaizenError,
  ): Promise<KaizenTransportAnswer> {
    this.#tell(operation, call, error);
    const answer = await this.#embedded.execute(operation, request, call);
    const { attempts } = error;
    return { ...answer, ...(attempts !== undefined && { attempts }), insteadOf: error };
  }

  #tell(operation: KaizenOperation, { requestId }: KaizenTransportCall, error: KaizenError): void {
    this.#report({ operation, requestId, error });
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
