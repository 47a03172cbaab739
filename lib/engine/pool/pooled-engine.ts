import type { KaizenOperation } from '../../contract/operations.js';
import type { KaizenRequests } from '../../contract/types.js';
import { DEFAULT_MAX_DEPTH } from '../../ktof/limits.js';
import { createEngine, type KaizenEngine } from '../engine.js';
import { DEFAULT_MAX_PAYLOAD_BYTES, type EngineOptions } from '../engine-options.js';
import type { WireEnvelope } from '../wire-envelope.js';
import { LoopShare } from './loop-share.js';
import { NotSentError } from './not-sent.error.js';
import { type PoolOptions, resolvePoolOptions } from './pool-options.js';
import { RemoteEngine } from './remote-engine.js';
import { isLargeWork, type RequestFields } from './work.js';

/** An engine that does small work in the calling thread and large work in others. */
export interface PooledEngine extends KaizenEngine {
  /**
   * Carries out one operation, as {@link KaizenEngine} does. A large payload is read while others
   * have their turn: it must not change before the call has settled.
   *
   * @param call `signal` ends work in another thread at once.
   * @throws KaizenPayloadError, KaizenFormatError and all that the engine throws.
   * @throws KaizenOverloadedError when too many large calls wait.
   * @throws KaizenWorkerError when a thread ended without a result.
   * @throws KaizenAbortError when the signal aborts; its reason where that is an error of ours.
   */
  execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call?: { readonly signal?: AbortSignal | undefined },
  ): Promise<WireEnvelope>;

  /** Ends the threads and the large calls under way, with `KaizenClosedError`. */
  close(): Promise<void>;
}

/**
 * Makes an engine with threads for large work. None is started before there is some, those without
 * work end after a while, and none keeps the process alive.
 *
 * @param options How the engine works.
 * @param workers When and how work goes to threads; `false` keeps all of it in the calling thread.
 */
export function createPooledEngine(
  options: EngineOptions = {},
  workers: PoolOptions | false = {},
): PooledEngine {
  return new ThreadedEngine(options, workers);
}

class ThreadedEngine implements PooledEngine {
  private readonly near: KaizenEngine;
  private readonly share = new LoopShare();
  private readonly limits: { maxDepth: number; maxBytes: number; thresholdBytes: number };
  private readonly far: RemoteEngine | undefined;

  constructor(engine: EngineOptions, workers: PoolOptions | false) {
    const { maxDepth = DEFAULT_MAX_DEPTH, maxPayloadBytes = DEFAULT_MAX_PAYLOAD_BYTES } = engine;
    const pool = resolvePoolOptions(workers || {});
    this.limits = { maxDepth, maxBytes: maxPayloadBytes, thresholdBytes: pool.thresholdBytes };
    this.near = createEngine(engine);
    const { limits, share } = this;
    this.far = workers === false ? undefined : new RemoteEngine({ engine, pool, limits, share });
  }

  async execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<WireEnvelope> {
    const { far } = this;
    const isForFar = far && this.isLarge(operation, request as RequestFields) && far.isAvailable();
    if (!isForFar) return this.near.execute(operation, request);
    try {
      return await far.execute(operation, request as RequestFields, signal);
    } catch (error) {
      if (error instanceof NotSentError) return this.near.execute(operation, request);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.far?.close();
  }

  /** Looking costs time as well: it begins the slice of this turn. */
  private isLarge(operation: KaizenOperation, request: RequestFields): boolean {
    this.share.isSpent();
    return isLargeWork(operation, request, this.limits);
  }
}
