import type { AxiosError } from 'axios';
import { KaizenConnectionError } from '../../../errors/connection.error.js';
import type { KaizenError } from '../../../errors/kaizen.error.js';
import { KaizenTimeoutError, type KaizenTimeoutKind } from '../../../errors/timeout.error.js';
import { errorOfOurs, isCutBody } from '../failures/axios-failure.js';
import { errorCodeOf } from '../failures/error-code.js';
import { connectionFailureOf } from '../failures/system-codes.js';

/** What is to be known of a failed request to decide whether it is sent again. */
export type Failure =
  | { readonly kind: 'aborted' }
  | { readonly kind: 'timeout'; readonly which: KaizenTimeoutKind }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'connection';
      /** What Node calls it. */
      readonly code: string;
      /** Whether it may be otherwise the next time; a certificate will not. */
      readonly isTransient: boolean;
      /** Whether the socket had been kept alive and was gone before a byte of the response. */
      readonly isStale: boolean;
    }
  /** Whatever is the same the next time: not HTTP, too large, a redirect. */
  | { readonly kind: 'final' };

/** Reads a failure off an axios error. */
export function failureOf(error: AxiosError): Failure {
  if (error.code === 'ERR_CANCELED' || error.config?.signal?.aborted) return { kind: 'aborted' };
  const ours = errorOfOurs(error);
  if (ours) return ownFailure(ours);
  return statusFailure(error) ?? connectionFailure(error) ?? { kind: 'final' };
}

/** A failure in one word, for logs and metrics: `503`, `ECONNRESET`, `timeout-read`. */
export function reasonOf(failure: Failure): string {
  switch (failure.kind) {
    case 'status':
      return String(failure.status);
    case 'timeout':
      return `timeout-${failure.which}`;
    case 'connection':
      return failure.code;
    case 'aborted':
    case 'final':
      return failure.kind;
  }
}

function ownFailure(error: KaizenError): Failure {
  if (error instanceof KaizenTimeoutError) return { kind: 'timeout', which: error.which };
  if (!(error instanceof KaizenConnectionError)) return { kind: 'final' };
  // Only proxies: one that wants other credentials, or does not let this host through, goes on so.
  const { failure, systemCode: code = failure } = error;
  const isTransient = code === 'proxy' || code.startsWith('HTTP_5') || isTransientCode(code);
  return { kind: 'connection', code, isTransient, isStale: false };
}

function isTransientCode(code: string): boolean {
  const failure = connectionFailureOf(code);
  return failure !== undefined && failure !== 'tls';
}

function statusFailure({ response }: AxiosError): Failure | undefined {
  if (response === undefined || response.status < 400) return undefined;
  const { status, headers } = response;
  return { kind: 'status', status, headers };
}

function connectionFailure(error: AxiosError): Failure | undefined {
  const code = isCutBody(error) ? 'ECONNRESET' : (errorCodeOf(error) ?? '');
  const failure = connectionFailureOf(code);
  if (failure === undefined) return undefined;
  const isUnanswered = failure === 'reset' && error.response === undefined;
  return {
    kind: 'connection',
    code,
    isTransient: isTransientCode(code),
    isStale: isUnanswered && isReused(error.request),
  };
}

function isReused(request: unknown): boolean {
  return (request as { reusedSocket?: unknown } | undefined)?.reusedSocket === true;
}
