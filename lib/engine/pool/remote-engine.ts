import { MessageChannel } from 'node:worker_threads';
import type { KaizenOperation } from '../../contract/operations.js';
import type { PayloadLimits } from '../../ktof/encode/normalize.js';
import type { EngineOptions } from '../engine-options.js';
import { tellFailure } from '../tell-failure.js';
import type { WireEnvelope } from '../wire-envelope.js';
import { restoreEchoes } from './echoes.js';
import { unpackError } from './error-parcel.js';
import { fitting } from './heap-budget.js';
import type { LoopShare } from './loop-share.js';
import type { ResolvedPoolOptions } from './pool-options.js';
import { type Pace, receiveValue, sendPieces } from './post.js';
import { packRequest } from './request-parcel.js';
import { ThreadQueue } from './thread-queue.js';
import { Threads } from './threads.js';
import type { RequestFields } from './work.js';
import type { WorkerOutcome } from './worker-task.js';

/** What a remote engine is made of. */
export interface RemoteEngineSettings {
  readonly engine: EngineOptions;
  readonly pool: ResolvedPoolOptions;
  readonly limits: PayloadLimits;
  readonly share: LoopShare;
}

/** An engine whose work is done in other threads. This one is left with sending and receiving. */
export class RemoteEngine {
  private readonly queue: ThreadQueue;
  private readonly threads: Threads;

  constructor(private readonly settings: RemoteEngineSettings) {
    // A function cannot be sent: what it is to be told comes back with the outcome.
    const plain = { ...settings.engine, onVerificationFailure: undefined };
    this.queue = new ThreadQueue(settings.pool);
    this.threads = new Threads(settings.pool, plain);
  }

  /** Whether there can be other threads. */
  isAvailable(): boolean {
    return this.threads.areAvailable();
  }

  /** Carries out an operation in another thread; see `KaizenEngine.execute`. */
  execute(
    operation: KaizenOperation,
    request: RequestFields,
    signal: AbortSignal | undefined,
  ): Promise<WireEnvelope> {
    return this.queue.admit(() => this.carryOut(operation, request, signal));
  }

  /** Refuses the calls that wait, and ends the threads. */
  async close(): Promise<void> {
    this.queue.close();
    await this.threads.close();
  }

  private async carryOut(
    operation: KaizenOperation,
    request: RequestFields,
    signal: AbortSignal | undefined,
  ): Promise<WireEnvelope> {
    const { limits, share, pool } = this.settings;
    const pace: Pace = { share, signal };
    const { port1: here, port2: there } = new MessageChannel();
    try {
      const pieces = packRequest(operation, request, limits);
      await sendPieces(fitting(pieces, pool.maxMemoryMb), here, pace);
      const task = { operation, port: there };
      this.take(
        await this.queue.use(signal, () => this.threads.run(task, { port: there, signal })),
      );
      return restoreEchoes((await receiveValue(here, pace)) as WireEnvelope, request);
    } finally {
      here.close();
    }
  }

  private take({ error, failures }: WorkerOutcome): void {
    for (const failure of failures)
      tellFailure(this.settings.engine.onVerificationFailure, failure);
    if (error) throw unpackError(error);
  }
}
