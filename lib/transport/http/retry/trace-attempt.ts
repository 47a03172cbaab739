import type { AxiosError, InternalAxiosRequestConfig } from 'axios';
import { OPERATIONS } from '../../../contract/operations.js';
import type { RequestState } from '../request-state.js';
import { failureOf, reasonOf } from './failure-of.js';

/** A request is about to be sent: its span begins, and the trace's context goes with it. */
export function beginAttempt(config: InternalAxiosRequestConfig): void {
  const { kaizen: state } = config;
  const span = state?.call.span;
  if (!state || !span) return;
  const { operation, attempts } = state;
  state.attempt = span.startAttempt({
    operation,
    attempt: attempts,
    method: (config.method ?? OPERATIONS[operation].method).toUpperCase(),
    url: `${config.baseURL ?? ''}${config.url ?? ''}`,
  });
  if (state.attempt) config.headers.set(state.attempt.headers);
}

/** A response came, whatever its status. */
export function attemptAnswered(state: RequestState | undefined, statusCode: number): void {
  state?.attempt?.end({ statusCode });
}

/** A request has failed. */
export function attemptFailed(error: AxiosError): void {
  const attempt = error.config?.kaizen?.attempt;
  if (!attempt) return;
  const statusCode = error.response?.status;
  attempt.end({
    ...(statusCode !== undefined && { statusCode }),
    errorType: reasonOf(failureOf(error)),
  });
}
