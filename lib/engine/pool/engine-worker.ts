import { type MessagePort, resourceLimits, workerData } from 'node:worker_threads';
import type { KaizenOperation } from '../../contract/operations.js';
import type { KaizenRequests } from '../../contract/types.js';
import type { JsonObject } from '../../ktof/json-value.js';
import { createEngine } from '../engine.js';
import type { EngineOptions, VerificationFailure } from '../engine-options.js';
import type { WireEnvelope } from '../wire-envelope.js';
import { leaveOutEchoes } from './echoes.js';
import { packError } from './error-parcel.js';
import { readable } from './heap-budget.js';
import { packJson } from './packer.js';
import { arrivedPieces } from './post.js';
import { Unpacker } from './unpacker.js';
import type { RequestFields } from './work.js';
import type { WorkerOutcome, WorkerTask } from './worker-task.js';

/**
 * What a worker thread does with a task: the pool calls it. It never throws; a rejection would tell
 * of the thread, not of the task.
 *
 * @internal
 */
export default async function work({ operation, port }: WorkerTask): Promise<WorkerOutcome> {
  const failures: VerificationFailure[] = [];
  try {
    const engine = createEngine({
      ...(workerData as EngineOptions),
      onVerificationFailure: (failure) => failures.push(failure),
    });
    const request = receive(port);
    const response = await engine.execute(operation, request);
    send(leaveOutEchoes(response, request as RequestFields), port);
    return { failures };
  } catch (error) {
    return { failures, error: packError(error) };
  }
}

/** It was validated before it was sent. */
function receive(port: MessagePort): KaizenRequests[KaizenOperation] {
  const unpacker = new Unpacker();
  const { maxOldGenerationSizeMb = Infinity } = resourceLimits;
  for (const piece of readable(arrivedPieces(port), maxOldGenerationSizeMb)) unpacker.take(piece);
  return unpacker.value as unknown as KaizenRequests[KaizenOperation];
}

/** What the engine answers is JSON. */
function send(response: WireEnvelope, port: MessagePort): void {
  for (const piece of packJson(response as JsonObject)) port.postMessage(piece);
}
