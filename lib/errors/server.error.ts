import { KaizenAPIError } from './api.error.js';

/** The service or something before it failed (5xx). */
export class KaizenServerError extends KaizenAPIError {
  override readonly name = 'KaizenServerError';
  override readonly code = 'KAIZEN_SERVICE_FAILED';
}
