import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MessagePort } from 'node:worker_threads';
import type { Piscina } from 'piscina';
import { NotSentError } from './not-sent.error.js';
import { endedBySignal, engineClosed, workerFailed } from './pool-errors.js';
import type { ResolvedPoolOptions } from './pool-options.js';
import type { WorkerOutcome, WorkerTask } from './worker-task.js';

const WORKER_FILE = new URL('./engine-worker.js', import.meta.url);

/**
 * The memory for new objects. A thread is given 16 MB more when its heap is full, to come to its end;
 * what outlives a collection of new objects must fit in there, or the process ends. Newer versions of
 * Node have more by default.
 */
const YOUNG_GENERATION_MB = 48;

type Pool = Piscina<WorkerTask, WorkerOutcome>;

/** The threads of an engine, started when there is work for them and ended when there is none. */
export class Threads {
  private pool: Promise<Pool> | undefined;
  private available: boolean | undefined;
  private closed = false;
  /** Why the threads of a pool could not start. */
  private readonly failures = new WeakMap<Pool, unknown>();

  /**
   * @param settings What the worker gets as its `workerData`.
   * @param workerFile What the threads run: a module whose default export takes a task.
   */
  constructor(
    private readonly options: ResolvedPoolOptions,
    private readonly settings: object,
    private readonly workerFile: URL = WORKER_FILE,
  ) {}

  /** Whether threads can be started. Where they cannot, the first to ask has a warning emitted. */
  areAvailable(): boolean {
    this.available ??= mayStart(this.workerFile) || this.giveUp();
    return this.available;
  }

  /**
   * Has a thread do a task. When the signal aborts, the thread is ended.
   *
   * @param port The task's port: it moves to the thread.
   * @throws KaizenWorkerError when the thread ends without an outcome.
   * @throws KaizenAbortError when the signal aborts, or the signal's reason where that is our error.
   * @throws KaizenClosedError after {@link close}.
   * @throws NotSentError when no thread can be started.
   */
  async run(
    task: WorkerTask,
    { port, signal }: { port: MessagePort; signal: AbortSignal | undefined },
  ): Promise<WorkerOutcome> {
    const pool = await this.started();
    try {
      return await this.post(pool, task, { transferList: [port], signal: signal ?? null });
    } catch (error) {
      if (error instanceof NotSentError) throw error;
      if (signal?.aborted) throw endedBySignal(signal);
      if (this.closed) throw engineClosed();
      throw workerFailed(this.failures.get(pool) ?? error, this.options.maxMemoryMb);
    }
  }

  /** Ends all threads, with what they are doing. */
  async close(): Promise<void> {
    this.closed = true;
    const pool = await this.pool?.catch(() => undefined);
    await pool?.destroy();
  }

  private async started(): Promise<Pool> {
    try {
      const pool = await (this.pool ??= this.start());
      if (!this.closed) return pool;
    } catch (cause) {
      this.giveUp();
      throw new NotSentError('There is no pool', { cause });
    }
    throw engineClosed();
  }

  private async start(): Promise<Pool> {
    const { Piscina } = await import('piscina');
    const { maxThreads, maxMemoryMb, idleTimeoutMs } = this.options;
    const pool: Pool = new Piscina({
      filename: this.workerFile.href,
      minThreads: 0,
      maxThreads,
      idleTimeout: idleTimeoutMs,
      resourceLimits: {
        maxOldGenerationSizeMb: maxMemoryMb,
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
      },
      workerData: this.settings,
      // The hooks and loaders of the app are for the app.
      execArgv: [],
      // An idle thread sleeps in its event loop instead, where it can end and collect garbage.
      atomics: 'disabled',
      recordTiming: false,
    });
    // A thread that fails while it starts leaves its task in the pool's queue for ever.
    pool.on('error', (error) => {
      this.failures.set(pool, error);
      this.discard(pool);
    });
    return pool;
  }

  /** The pool throws at once, and does not reject, when a thread cannot be started. */
  private post(
    pool: Pool,
    task: WorkerTask,
    options: Parameters<Pool['run']>[1],
  ): Promise<WorkerOutcome> {
    try {
      return pool.run(task, options);
    } catch (cause) {
      this.discard(pool);
      this.giveUp();
      throw new NotSentError('No thread could be started', { cause });
    }
  }

  private discard(pool: Pool): void {
    this.pool = undefined;
    void pool.destroy();
  }

  private giveUp(): false {
    if (this.available === false) return false;
    this.available = false;
    process.emitWarning(
      'nestjs-kaizen cannot start worker threads, so large payloads hold the event loop. ' +
        'Keep dist/engine/pool beside a bundled app, allow workers, or set `workers: false`.',
      { code: 'KAIZEN_NO_WORKERS' },
    );
    return false;
  }
}

/** A bundler may have left the worker's file out; Node's permission model may forbid threads. */
function mayStart(workerFile: URL): boolean {
  const { permission } = process as { permission?: { has(scope: string): boolean } };
  return (permission?.has('worker') ?? true) && existsSync(fileURLToPath(workerFile));
}
