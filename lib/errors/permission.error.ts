import { KaizenAPIError } from './api.error.js';

/** The API key may not do this (403). */
export class KaizenPermissionError extends KaizenAPIError {
  override readonly name = 'KaizenPermissionError';
  override readonly code = 'KAIZEN_PERMISSION_DENIED';
}
