import type {} from 'axios';
import { type KaizenOperation } from '../../contract/operations.js';
import { type KaizenTransportCall } from '../kaizen-transport.js';

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

  constructor(
    readonly operation: KaizenOperation,
    readonly call: KaizenTransportCall,
  ) {}
}

declare module 'axios' {
  interface AxiosRequestConfig {
    /** Ours alone: axios passes it on from the config of a request to its error. */
    kaizen?: RequestState;
  }
}
