import { KaizenRequestError } from './request.error.js';

/** The client was closed: before the call was made, or while it was under way past the grace time. */
export class KaizenClosedError extends KaizenRequestError {
  override readonly name = 'KaizenClosedError';
  override readonly code = 'KAIZEN_CLIENT_CLOSED';
}
