import { STATUS_CODES } from 'node:http';
import type { KaizenError } from '../../errors/kaizen.error.js';
import { CLIENT_CLOSED_REQUEST, type ErrorAnswer } from './error-answers.js';

/** What the body of an error response holds: Nest's own fields, and which error it was. */
export interface ErrorBody {
  readonly statusCode: number;
  /** The status in words: `Bad Gateway`. */
  readonly error: string;
  readonly message: string;
  readonly code: string;
  readonly requestId?: string;
}

/** The body of the answer to an error. */
export function errorBody(error: KaizenError, { status, message }: ErrorAnswer): ErrorBody {
  const { code, requestId } = error;
  return {
    statusCode: status,
    error: reasonOf(status),
    message: message ?? error.message,
    code,
    ...(requestId !== undefined && { requestId }),
  };
}

function reasonOf(status: number): string {
  return status === CLIENT_CLOSED_REQUEST
    ? 'Client Closed Request'
    : (STATUS_CODES[status] ?? String(status));
}

/** When to come again: whole seconds, as `Retry-After` has them, and at least one. */
export function retryAfterSeconds(error: KaizenError): number {
  const { retryAfterMs } = error as { retryAfterMs?: unknown };
  return typeof retryAfterMs === 'number' ? Math.max(1, Math.ceil(retryAfterMs / 1000)) : 1;
}
