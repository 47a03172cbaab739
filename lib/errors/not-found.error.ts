import { KaizenAPIError } from './api.error.js';

/** The service has no such route or no such stored payload (404). */
export class KaizenNotFoundError extends KaizenAPIError {
  override readonly name = 'KaizenNotFoundError';
  override readonly code = 'KAIZEN_NOT_FOUND';
}
