import { KaizenAPIError } from './api.error.js';

/** The service refused the request as malformed (400, 422). `details` names the fields. */
export class KaizenValidationError extends KaizenAPIError {
  override readonly name = 'KaizenValidationError';
  override readonly code = 'KAIZEN_VALIDATION_FAILED';
}
