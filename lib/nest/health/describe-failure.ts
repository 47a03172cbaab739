import { KaizenError } from '../../errors/kaizen.error.js';

/**
 * What a health answer may say of an error. The messages of our own errors never hold a secret; of
 * other errors nobody knows, so they are not shown.
 */
export function describeFailure(error: unknown): Record<string, string> {
  return error instanceof KaizenError
    ? { code: error.code, message: error.message }
    : { message: 'The client failed in a way it does not know.' };
}
