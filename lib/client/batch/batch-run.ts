import { setMaxListeners } from 'node:events';
import type { KaizenBatchOperation } from '../../contract/batch-routes.js';
import { hydrateResponse } from '../../contract/hydrate-response.js';
import type { KaizenResponses } from '../../contract/types.js';
import { validateRequest } from '../../contract/validate-request.js';
import type { LoopShare } from '../../engine/pool/loop-share.js';
import { KaizenAbortError } from '../../errors/abort.error.js';
import { inLanes } from '../../transport/batch/in-lanes.js';
import type {
  KaizenBatchAnswer,
  KaizenBatchItem,
  KaizenTransport,
  KaizenTransportCall,
} from '../../transport/kaizen-transport.js';
import { withRequestId } from '../call-errors.js';
import { chunksOf } from './batch-chunks.js';
import { BatchOutcome } from './batch-outcome.js';
import type { KaizenBatchOptions } from './batch-options.js';
import type { KaizenBatchPath, KaizenBatchResult } from './batch-result.js';
import type { BatchWatches } from './batch-watches.js';

/** How a batch is carried out. */
export interface BatchPlan {
  /** What each of its requests is told. Ids and keys are made from those here. */
  readonly call: Omit<KaizenTransportCall, 'signal'>;
  readonly concurrency: number;
  readonly outcome: Pick<KaizenBatchOptions, 'onError' | 'onProgress'>;
}

/** What a batch is carried out with. */
export interface BatchParts {
  readonly transport: KaizenTransport;
  /** Those of its items. */
  readonly watches: BatchWatches;
  /** The event loop's time, shared by the batches of a client. */
  readonly share: LoopShare;
  readonly maxPayloadBytes: number;
}

/** An item that may be sent. */
interface Item<O extends KaizenBatchOperation> extends KaizenBatchItem<O> {
  readonly index: number;
}

/** One batch under way. */
export class BatchRun<O extends KaizenBatchOperation> {
  readonly #controller = new AbortController();
  readonly #endsAt: number;
  readonly #outcome: BatchOutcome<KaizenResponses[O]>;
  /** Those that go in a request of their own. */
  readonly #alone: Item<O>[] = [];

  constructor(
    private readonly operation: O,
    private readonly payloads: readonly unknown[],
    private readonly plan: BatchPlan,
    private readonly parts: BatchParts,
  ) {
    this.#endsAt = performance.now() + plan.call.timeoutMs;
    this.#outcome = new BatchOutcome(payloads.length, plan.outcome);
    // Each item under way listens.
    setMaxListeners(0, this.#controller.signal);
  }

  /** Carries it out. Once `stop` aborts nothing more is begun, and what is under way is ended. */
  async run(stop: AbortSignal): Promise<KaizenBatchResult<KaizenResponses[O]>> {
    const { transport } = this.parts;
    const end = (): void => this.#end();
    stop.addEventListener('abort', end, { once: true });
    try {
      const items = await this.#validate();
      if (transport.executeBatch) await this.#together(items);
      else this.#alone.push(...items);
      await this.#lanes(this.#alone, (item) => this.#execute(item));
      const path = transport.executeBatch ? 'batch' : this.#path('calls');
      return this.#outcome.result(path, this.plan.call.requestId);
    } catch (error) {
      end();
      // Whoever has stopped it knows why, and tells.
      if (!stop.aborted) await this.parts.watches.fail(this.#controller.signal.reason);
      throw error;
    } finally {
      stop.removeEventListener('abort', end);
      end();
    }
  }

  /** All are checked before any is sent: one that is refused costs nobody anything. */
  async #validate(): Promise<Item<O>[]> {
    const items: Item<O>[] = [];
    for (const [index, payload] of this.payloads.entries()) {
      await this.#turn();
      const requestId = this.parts.watches.idOf(index);
      try {
        items.push({ index, requestId, request: validateRequest(this.operation, payload) });
      } catch (error) {
        const named = withRequestId(error, requestId);
        this.parts.watches.begin(index).failed(named);
        this.#outcome.failed(index, named);
      }
    }
    return items;
  }

  #together(items: readonly Item<O>[]): Promise<void> {
    const { maxPayloadBytes } = this.parts;
    return this.#lanes(chunksOf(items, maxPayloadBytes), (chunk) => this.#executeChunk(chunk));
  }

  async #executeChunk(chunk: readonly Item<O>[]): Promise<void> {
    await this.#turn();
    for (const { index } of chunk) this.parts.watches.begin(index);
    const answers = await this.#ask(chunk);
    if (!answers) return void this.#alone.push(...chunk);
    for (const [place, item] of chunk.entries()) {
      await this.#turn();
      this.#tell(item, answers[place]!, 'batch');
    }
  }

  async #ask(chunk: readonly Item<O>[]): Promise<readonly KaizenBatchAnswer[] | undefined> {
    const call = this.#callOf(`${chunk[0]!.index}-${chunk.at(-1)!.index}`);
    try {
      return await this.parts.transport.executeBatch!(this.operation, chunk, call);
    } catch (error) {
      const told = withRequestId(error, call.requestId);
      return chunk.map(() => ({ error: told }));
    }
  }

  async #execute(item: Item<O>): Promise<void> {
    await this.#turn();
    this.parts.watches.begin(item.index);
    const call = this.#callOf(String(item.index));
    let outcome: KaizenBatchAnswer;
    try {
      const answer = await this.parts.transport.execute(this.operation, item.request, call);
      outcome = { answer };
    } catch (error) {
      outcome = { error };
    }
    this.#controller.signal.throwIfAborted();
    this.#tell(item, outcome, this.#path('calls'));
  }

  #tell({ index, requestId }: Item<O>, outcome: KaizenBatchAnswer, path: KaizenBatchPath): void {
    const watch = this.parts.watches.begin(index);
    try {
      if ('error' in outcome) throw outcome.error;
      const { body, servedBy, requestId: id = requestId, attempts, cache } = outcome.answer;
      this.#outcome.went(servedBy === 'embedded' ? servedBy : path);
      watch.answered(outcome.answer);
      const context = { requestId: id, servedBy, attempts, cache };
      const response = hydrateResponse(this.operation, body, context);
      watch.succeeded(response);
      this.#outcome.succeeded(index, response);
    } catch (error) {
      if ('error' in outcome) this.#outcome.went(path);
      const named = withRequestId(error, requestId);
      watch.failed(named);
      this.#outcome.failed(index, named);
    }
  }

  /** Gives way to others when it has had its share, and begins nothing more once all is over. */
  async #turn(): Promise<void> {
    await this.parts.share.next();
    this.#controller.signal.throwIfAborted();
  }

  #callOf(suffix: string): KaizenTransportCall {
    const { requestId, idempotencyKey, ...call } = this.plan.call;
    return {
      ...call,
      signal: this.#controller.signal,
      requestId: `${requestId}.${suffix}`,
      ...(idempotencyKey !== undefined && { idempotencyKey: `${idempotencyKey}.${suffix}` }),
      timeoutMs: Math.max(1, Math.ceil(this.#endsAt - performance.now())),
    };
  }

  #lanes<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
    return inLanes(items, Math.min(this.plan.concurrency, this.payloads.length), work);
  }

  #path(ofService: KaizenBatchPath): KaizenBatchPath {
    return this.parts.transport.kind === 'embedded' ? 'embedded' : ofService;
  }

  /** An error of its own, since transports write on it whose call it has ended. */
  #end(): void {
    this.#controller.abort(new KaizenAbortError('The batch is over. Begin another one.'));
  }
}
