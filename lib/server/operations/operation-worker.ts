import {
  type MessagePort,
  receiveMessageOnPort,
  resourceLimits,
  workerData,
} from 'node:worker_threads';
import { createEngine } from '../../engine/engine.js';
import { type VerificationFailure } from '../../engine/engine-options.js';
import { type WorkerOutcome } from '../../engine/pool/worker-task.js';
import { type Job, type JobOutcome, type JobSettings } from './job.js';
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
  const { message: job } = receiveMessageOnPort(port) as { message: Job };
  const { maxOldGenerationSizeMb: maxMemoryMb = Infinity } = resourceLimits;
  send(await new JobRunner(engine, settings, { maxMemoryMb }).run(job), port);
  return { failures };
}

function send(outcome: JobOutcome, port: MessagePort): void {
  if (outcome.kind === 'failed') return port.postMessage(withPlainCause(outcome));
  if (outcome.kind !== 'done') return port.postMessage(outcome);
  const body = new TextEncoder().encode(String(outcome.body));
  port.postMessage({ ...outcome, body }, [body.buffer]);
}

/** Of an error its name and stack are sent: what hangs on it may not be sendable. */
function withPlainCause({ cause, ...outcome }: Extract<JobOutcome, { kind: 'failed' }>): object {
  if (!(cause instanceof Error) || outcome.facts.code !== 'internal') return outcome;
  const { name, stack } = cause;
  return { ...outcome, cause: { name, stack } };
}
