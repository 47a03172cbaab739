import { KaizenAPIError } from './api.error.js';

/** The API key is missing or not valid (401). */
export class KaizenAuthenticationError extends KaizenAPIError {
  override readonly name = 'KaizenAuthenticationError';
  override readonly code = 'KAIZEN_AUTHENTICATION_FAILED';
}
