import { KaizenRequestError } from './request.error.js';

/** The caller's `AbortSignal` ended the call. The signal's reason is the `cause`. */
export class KaizenAbortError extends KaizenRequestError {
  override readonly name = 'KaizenAbortError';
  override readonly code = 'KAIZEN_ABORTED';
}
