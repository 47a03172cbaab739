import { KaizenRequestError } from './request.error.js';

/** The source of a stream failed before its end. What it failed with is the `cause`. */
export class KaizenStreamError extends KaizenRequestError {
  override readonly name = 'KaizenStreamError';
  override readonly code = 'KAIZEN_STREAM_FAILED';
}
