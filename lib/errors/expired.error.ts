import { KaizenAPIError } from './api.error.js';

/** A stored payload whose time has passed (410). */
export class KaizenExpiredError extends KaizenAPIError {
  override readonly name = 'KaizenExpiredError';
  override readonly code = 'KAIZEN_EXPIRED';
}
