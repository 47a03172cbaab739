import { KaizenAPIError } from './api.error.js';

/** Too many requests (429). `retryAfterMs` tells how long the service asks to wait. */
export class KaizenRateLimitError extends KaizenAPIError {
  override readonly name = 'KaizenRateLimitError';
  override readonly code = 'KAIZEN_RATE_LIMITED';
}
