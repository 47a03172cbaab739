import { KaizenAPIError } from './api.error.js';

/** The service does not take a payload of this size (413). */
export class KaizenPayloadTooLargeError extends KaizenAPIError {
  override readonly name = 'KaizenPayloadTooLargeError';
  override readonly code = 'KAIZEN_REQUEST_TOO_LARGE';
}
