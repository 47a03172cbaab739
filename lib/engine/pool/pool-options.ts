import { availableParallelism } from 'node:os';

/** When and how work goes to worker threads. Every field has a default. */
export interface PoolOptions {
  /**
   * Payloads from this size on, in bytes of JSON or KTOF (guessed), go to a thread; smaller ones are
   * done in the calling thread. Each token model counts like twice the payload. Default 256 KiB.
   */
  readonly thresholdBytes?: number;
  /** How many threads may run at once. Default: one less than the cores, from 1 to 4. */
  readonly maxThreads?: number;
  /** How many calls may wait for a thread. Default 64. */
  readonly maxQueue?: number;
  /** The heap of each thread, in MiB. Default 1024. */
  readonly maxMemoryMb?: number;
  /** How long a thread without work is kept, in milliseconds. Default 60 000. */
  readonly idleTimeoutMs?: number;
}

/** Pool options with every default filled in. */
export type ResolvedPoolOptions = Readonly<Required<PoolOptions>>;

/** More threads than this rarely have work, and each may hold a heap of its own. */
const MOST_THREADS = 4;

/**
 * The size from which a thread pays, 256 KiB.
 *
 * Measured on tables, orders and events (Node 20, two cores). An encode of this size in the calling
 * thread holds the event loop for 5 to 14 ms, a decode for 4 to 8 ms: about the longest stall that a
 * server's other requests do not feel, and twice the size has twice the stall. Through a thread it is
 * 2 to 4 ms for either, however large the payload; the call takes about 1.4 times as long for an encode
 * and twice as long for a decode, and up to 0.2 s more when a thread has to be started. Below 64 KiB
 * a thread gains nothing: sending takes as long as the work.
 */
const DEFAULT_THRESHOLD_BYTES = 262_144;

/** Fills in the defaults. */
export function resolvePoolOptions(options: PoolOptions): ResolvedPoolOptions {
  return {
    thresholdBytes: options.thresholdBytes ?? DEFAULT_THRESHOLD_BYTES,
    maxThreads: options.maxThreads ?? defaultThreads(),
    maxQueue: options.maxQueue ?? 64,
    maxMemoryMb: options.maxMemoryMb ?? 1024,
    idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
  };
}

/** One core is left to the calling thread. */
function defaultThreads(): number {
  return Math.min(Math.max(availableParallelism() - 1, 1), MOST_THREADS);
}
