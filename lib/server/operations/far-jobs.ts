import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { unpackError } from '../../engine/pool/error-parcel.js';
import { type ResolvedPoolOptions } from '../../engine/pool/pool-options.js';
import { ThreadQueue } from '../../engine/pool/thread-queue.js';
import { Threads } from '../../engine/pool/threads.js';
import { tellFailure } from '../../engine/tell-failure.js';
import { type VerificationFailureHook } from '../../engine/engine-options.js';
import { type Job, type JobOutcome, type JobSettings } from './job.js';

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
    pool: ResolvedPoolOptions,
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
    this.#size++;
    try {
      return await this.queue.admit(() => this.queue.use(signal, () => this.send(job, signal)));
    } finally {
      this.#size--;
    }
  }

  /** Refuses the jobs that wait, and ends the threads. */
  async close(): Promise<void> {
    this.queue.close();
    await this.threads.close();
  }

  private async send(job: Job, signal: AbortSignal): Promise<JobOutcome> {
    const { port1: here, port2: there } = new MessageChannel();
    try {
      here.postMessage(job);
      const task = { operation: job.operation, port: there };
      const { error, failures } = await this.threads.run(task, { port: there, signal });
      for (const failure of failures) tellFailure(this.onVerificationFailure, failure);
      if (error) throw unpackError(error);
      return (receiveMessageOnPort(here) as { message: JobOutcome }).message;
    } finally {
      here.close();
    }
  }
}
