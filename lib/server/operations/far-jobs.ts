import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { unpackError } from '../../engine/pool/error-parcel.js';
import type { ResolvedPoolOptions } from '../../engine/pool/pool-options.js';
import { ThreadQueue } from '../../engine/pool/thread-queue.js';
import { Threads } from '../../engine/pool/threads.js';
import { tellFailure } from '../../engine/tell-failure.js';
import type { VerificationFailureHook } from '../../engine/engine-options.js';
import type { BatchPart, PartPiece } from '../batches/batch-part.js';
import type { Job, JobOutcome, JobSettings } from './job.js';

const WORKER_FILE = new URL('./operation-worker.js', import.meta.url);

/**
 * Carries jobs out in worker threads, from the bytes of a request to those of its response: this
 * thread neither parses the one nor writes the other.
 */
export class FarJobs {
  #size = 0;
  private readonly queue: ThreadQueue;
  private readonly threads: Threads;

  constructor(
    private readonly pool: ResolvedPoolOptions,
    settings: JobSettings,
    private readonly onVerificationFailure: VerificationFailureHook,
  ) {
    this.queue = new ThreadQueue(pool);
    this.threads = new Threads(pool, settings, WORKER_FILE);
  }

  /** How many jobs have a thread or wait for one. */
  get size(): number {
    return this.#size;
  }

  /** How many threads there may be at once. */
  get width(): number {
    return this.pool.maxThreads;
  }

  /** Whether there can be threads. */
  isAvailable(): boolean {
    return this.threads.areAvailable();
  }

  /**
   * Carries a job out. When the signal aborts, its thread is ended.
   *
   * @throws KaizenOverloadedError when too many jobs wait, KaizenWorkerError, KaizenAbortError,
   * KaizenClosedError, and NotSentError when no thread can be started.
   */
  async run(job: Job, signal: AbortSignal): Promise<JobOutcome> {
    const outcome = await this.queue.admit(() => this.use(job, signal));
    return outcome as JobOutcome;
  }

  /**
   * Carries out a part of a batch that was admitted. Throws as {@link run} does, except for how many
   * wait.
   */
  async runPart(part: BatchPart, signal: AbortSignal): Promise<readonly PartPiece[]> {
    // A message takes all the memory that an array of bytes is a window of.
    const own = { ...part, json: new Uint8Array(part.json) };
    return (await this.use(own, signal)) as readonly PartPiece[];
  }

  /**
   * Admits a batch. Its parts wait for threads as others do, and count as no further calls.
   *
   * @throws KaizenOverloadedError when too many jobs wait.
   */
  admitBatch(): Promise<void> {
    return this.queue.admit(() => Promise.resolve());
  }

  /** Refuses the jobs that wait, and ends the threads. */
  async close(): Promise<void> {
    this.queue.close();
    await this.threads.close();
  }

  private async use(job: Job | BatchPart, signal: AbortSignal): Promise<unknown> {
    this.#size++;
    try {
      return await this.queue.use(signal, () => this.send(job, signal));
    } finally {
      this.#size--;
    }
  }

  private async send(job: Job | BatchPart, signal: AbortSignal): Promise<unknown> {
    const { port1: here, port2: there } = new MessageChannel();
    try {
      here.postMessage(job);
      const task = { operation: job.operation, port: there };
      const { error, failures } = await this.threads.run(task, { port: there, signal });
      for (const failure of failures) tellFailure(this.onVerificationFailure, failure);
      if (error) throw unpackError(error);
      return (receiveMessageOnPort(here) as { message: unknown }).message;
    } finally {
      here.close();
    }
  }
}
