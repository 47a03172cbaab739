import type { MessagePort } from 'node:worker_threads';
import type { KaizenOperation } from '../../contract/operations.js';
import type { VerificationFailure } from '../engine-options.js';
import type { ErrorParcel } from './error-parcel.js';

/** What a thread is asked to do. The request waits in the port, in pieces. */
export interface WorkerTask {
  readonly operation: KaizenOperation;
  readonly port: MessagePort;
}

/** How it went. The response, if there is one, waits in the port, in pieces. */
export interface WorkerOutcome {
  readonly error?: ErrorParcel;
  /** What the engine's `onVerificationFailure` was told. */
  readonly failures: readonly VerificationFailure[];
}
