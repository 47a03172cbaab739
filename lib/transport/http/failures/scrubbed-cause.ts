import { causesOf, errorCodeOf } from './error-code.js';
import type { Quote } from './quote.js';

/**
 * What is kept of the error that led to one of ours: its message, as far as it may be said, and its
 * code. An axios error itself has the request with its key and body, and shows them when printed.
 */
export function scrubbedCause(error: unknown, quote: Quote): Error {
  const [outermost] = causesOf(error);
  const said = quote(outermost?.message);
  const code = errorCodeOf(error);
  const cause = new Error(said ?? 'The message is left out: it may repeat the request.');
  return code === undefined ? cause : Object.assign(cause, { code });
}
