import type { OnApplicationShutdown } from '@nestjs/common';
import { createEngine } from '../../engine/engine.js';
import type { EngineOptions, VerificationFailureHook } from '../../engine/engine-options.js';
import { NotSentError } from '../../engine/pool/not-sent.error.js';
import { resolvePoolOptions } from '../../engine/pool/pool-options.js';
import type { ResolvedServerOptions } from '../options/server-options.js';
import { Refusal } from '../refusals/refusal.js';
import { FarJobs } from './far-jobs.js';
import type { Job, JobOutcome, JobSettings } from './job.js';
import { costOf, JobRunner } from './run-job.js';

/** What is done in this thread may become so many times as large as what is taken here. */
const NEAR_GROWTH = 4;

/** From which size on work is done in another thread: about 20 ms of it. Others wait for what is done here. */
const THRESHOLD_BYTES = 65_536;

/** A job that was carried out, or asks for a stored prompt. */
export type RunOutcome = Extract<JobOutcome, { kind: 'done' | 'needs-record' }>;

/**
 * Carries out operations, small ones in this thread and large ones in others: what every route of the
 * server that works on payloads stands on.
 */
export class OperationRunner implements OnApplicationShutdown {
  private readonly near: JobRunner;
  private readonly alone: JobRunner;
  private readonly far: FarJobs | undefined;
  private readonly thresholdBytes: number;

  /** @param onVerificationFailure Told of an encode that did not read back. */
  constructor(options: ResolvedServerOptions, onVerificationFailure: VerificationFailureHook) {
    const settings = settingsOf(options);
    const workers = options.workers === false ? {} : options.workers;
    const pool = resolvePoolOptions({ thresholdBytes: THRESHOLD_BYTES, ...workers });
    const engine = { ...settings.engine, onVerificationFailure };
    const bounded = { ...engine, maxPayloadBytes: nearLimit(options, pool.thresholdBytes) };
    this.thresholdBytes = pool.thresholdBytes;
    this.near = new JobRunner(createEngine(bounded), settings, {
      maxCost: pool.thresholdBytes,
    });
    this.alone = new JobRunner(createEngine(engine), settings);
    if (options.workers === false) return;
    this.far = new FarJobs(pool, settings, onVerificationFailure);
  }

  /** How many jobs have a worker thread or wait for one. */
  get farJobs(): number {
    return this.far?.size ?? 0;
  }

  /**
   * Carries a job out.
   *
   * @param signal Ends work in another thread at once. It is asked for when there is such work.
   * @throws Refusal, and whatever {@link FarJobs.run} throws.
   */
  async run(job: Job, signal: () => AbortSignal): Promise<RunOutcome> {
    const outcome = await this.outcomeOf(job, signal);
    if (outcome.kind === 'failed') throw new Refusal(outcome.facts, outcome.cause);
    return outcome as RunOutcome;
  }

  /**
   * What carries out work of so many bytes in other threads; `undefined` when this one is to do it.
   *
   * @param fromBytes From which size on at the latest.
   */
  threadsFor(bytes: number, fromBytes: number): FarJobs | undefined {
    if (bytes < Math.min(this.thresholdBytes, fromBytes)) return undefined;
    return this.far?.isAvailable() ? this.far : undefined;
  }

  /** Nest's shutdown hook. It comes after the server was closed: requests under way are answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.far?.close();
  }

  /** What {@link run} makes of a job, told also when it failed. Throws whatever {@link FarJobs.run} throws. */
  async outcomeOf(job: Job, signal: () => AbortSignal): Promise<JobOutcome> {
    const { far } = this;
    if (!far?.isAvailable()) return this.alone.run(job);
    if (costOf(job) < this.thresholdBytes) {
      const outcome = await this.near.run(job);
      if (outcome.kind !== 'too-costly') return outcome;
    }
    try {
      return await far.run(job, signal());
    } catch (error) {
      if (error instanceof NotSentError) return this.alone.run(job);
      throw error;
    }
  }
}

function settingsOf(options: ResolvedServerOptions): JobSettings {
  const { profile, delimiter, indent, lengthMarker, maxDepth, maxPayloadBytes, verify } = options;
  const engine: EngineOptions = {
    maxDepth,
    maxPayloadBytes,
    verify,
    ...(profile && { profile }),
    ...(delimiter && { delimiter }),
    ...(indent && { indent }),
    ...(lengthMarker !== undefined && { lengthMarker }),
  };
  const { maxTokenModels, payloads } = options;
  return { engine, maxDepth, maxTokenModels, keepsPrompts: payloads !== false };
}

function nearLimit({ maxPayloadBytes }: ResolvedServerOptions, thresholdBytes: number): number {
  return Math.min(maxPayloadBytes, Math.max(1, thresholdBytes * NEAR_GROWTH));
}
