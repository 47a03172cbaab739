import { KaizenAPIError } from '../../errors/api.error.js';
import { KaizenCircuitOpenError } from '../../errors/circuit-open.error.js';
import { KaizenConnectionError } from '../../errors/connection.error.js';
import { KaizenResponseError } from '../../errors/response.error.js';
import { KaizenTimeoutError } from '../../errors/timeout.error.js';

const REQUEST_TIMEOUT = 408;
const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;

/**
 * Whether an error tells that the service is down or too slow: it cannot be reached, it does not
 * answer in time, it answers 408 or 5xx. A client whose own pool is full tells nothing of the service.
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof KaizenConnectionError) return true;
  if (error instanceof KaizenTimeoutError) return error.which !== 'pool';
  if (!(error instanceof KaizenAPIError)) return false;
  return error.statusCode === REQUEST_TIMEOUT || error.statusCode >= SERVER_ERROR;
}

/**
 * Whether an error tells of a service in good health that refused this one request: any other status.
 */
export function isRefusal(error: unknown): boolean {
  return error instanceof KaizenAPIError && !isOutage(error);
}

/**
 * Whether the same call may succeed elsewhere: the service is down, has no time for it, is left alone
 * by the circuit breaker, or sent what is no answer of a Kaizen service.
 */
export function isWorthHandingOver(error: unknown): boolean {
  if (isOutage(error)) return true;
  if (error instanceof KaizenAPIError) return error.statusCode === TOO_MANY_REQUESTS;
  return (
    error instanceof KaizenTimeoutError ||
    error instanceof KaizenCircuitOpenError ||
    error instanceof KaizenResponseError
  );
}
