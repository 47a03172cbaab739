import { KaizenError } from '../errors/kaizen.error.js';

/**
 * The error of a call that others have waited for, as one of those gets it: with the id of its own call and
 * without attempts, for it has sent nothing.
 */
export function sharedError(error: unknown, requestId: string): unknown {
  if (!(error instanceof KaizenError)) return error;
  const own: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(error);
  delete own['attempts'];
  const copy = new Error(error.message);
  Object.setPrototypeOf(copy, Object.getPrototypeOf(error) as object);
  const field = { configurable: true, writable: true };
  return Object.defineProperties(copy, {
    ...own,
    // Newer engines have an accessor there, which gives each error the stack that it was made with.
    stack: { ...field, value: error.stack },
    requestId: { ...field, value: requestId, enumerable: true },
  });
}
