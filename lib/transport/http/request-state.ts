import type {} from 'axios';
import type { KaizenOperation } from '../../contract/operations.js';
import type { TracedAttempt } from '../../observability/traced-call.js';
import type { KaizenTransportCall } from '../kaizen-transport.js';
import type { StreamLimits } from './stream/stream-limits.js';
import type { Upload } from './stream/upload.js';

/** What a request has whose answer is read while it comes. */
export interface RequestStream extends StreamLimits {
  /** What is sent while it comes. Absent for a body that is in memory. */
  readonly upload?: Upload;
}

/**
 * What is known of a call while its requests are sent. It travels on the axios config; being an
 * instance of a class, it is handed on there as it is, where a plain object would be copied.
 */
export class RequestState {
  /** When the call began, in milliseconds of `performance.now()`. */
  readonly startedAt = performance.now();
  /** How many requests have been sent. */
  attempts = 0;
  /** Whether the one replay that a stale socket is given has been used. */
  replayedFresh = false;
  /** The span of the request under way, where the call is traced. */
  attempt?: TracedAttempt | undefined;

  constructor(
    readonly operation: KaizenOperation,
    readonly call: KaizenTransportCall,
    readonly stream?: RequestStream,
  ) {}
}

declare module 'axios' {
  interface AxiosRequestConfig {
    /** Ours alone: axios passes it on from the config of a request to its error. */
    kaizen?: RequestState;
  }
}
