import {
  type MessagePort,
  receiveMessageOnPort,
  resourceLimits,
  workerData,
} from 'node:worker_threads';
import { createEngine } from '../../engine/engine.js';
import type { VerificationFailure } from '../../engine/engine-options.js';
import type { WorkerOutcome } from '../../engine/pool/worker-task.js';
import type { BatchPart, PartPiece } from '../batches/batch-part.js';
import { runPart } from '../batches/run-part.js';
import type { Job, JobOutcome, JobSettings } from './job.js';
import { JobRunner } from './run-job.js';

/**
 * What a worker thread does with a job that waits in its port: the pool calls it. The outcome goes
 * back through the port. It never throws.
 *
 * @internal
 */
export default async function work({ port }: { port: MessagePort }): Promise<WorkerOutcome> {
  const failures: VerificationFailure[] = [];
  const settings = workerData as JobSettings;
  const engine = createEngine({
    ...settings.engine,
    onVerificationFailure: (failure) => failures.push(failure),
  });
  const { message: job } = receiveMessageOnPort(port) as { message: Job | BatchPart };
  const { maxOldGenerationSizeMb: maxMemoryMb = Infinity } = resourceLimits;
  const runner = new JobRunner(engine, settings, { maxMemoryMb });
  if (!('json' in job)) send(await runner.run(job), port);
  else sendPieces(await runPart(job, (item) => runner.run(item)), port);
  return { failures };
}

function send(outcome: JobOutcome, port: MessagePort): void {
  if (outcome.kind !== 'done') return port.postMessage(sendable(outcome));
  const body = new TextEncoder().encode(String(outcome.body));
  port.postMessage({ ...outcome, body }, [body.buffer]);
}

function sendPieces(pieces: readonly PartPiece[], port: MessagePort): void {
  const plain = pieces.map((piece) =>
    piece instanceof Uint8Array ? piece : { ...piece, outcome: sendable(piece.outcome) },
  );
  const bytes = pieces.filter((piece) => piece instanceof Uint8Array);
  port.postMessage(
    plain,
    bytes.map(({ buffer }) => buffer as ArrayBuffer),
  );
}

/** Of an error its name and stack are sent: what hangs on it may not be sendable. */
function sendable(told: JobOutcome): object {
  if (told.kind !== 'failed') return told;
  const { cause, ...outcome } = told;
  if (!(cause instanceof Error) || outcome.facts.code !== 'internal') return outcome;
  const { name, stack } = cause;
  return { ...outcome, cause: { name, stack } };
}
