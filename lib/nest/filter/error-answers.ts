import { HttpStatus } from '@nestjs/common';
import { KaizenAbortError } from '../../errors/abort.error.js';
import type { KaizenError } from '../../errors/kaizen.error.js';
import { KaizenProviderError, type ProviderErrorKind } from '../../errors/provider.error.js';

/** How an app answers a request that ended in an error. */
export interface ErrorAnswer {
  readonly status: number;
  /** What the app's own client is told. Default: the error's message, which is about what it sent. */
  readonly message?: string;
  /** Whether it is told when to come again. */
  readonly comeAgain?: true;
}

/** The client went away: no status of HTTP's own, but the one that proxies log for it. */
export const CLIENT_CLOSED_REQUEST = 499;

const badRequest: ErrorAnswer = { status: HttpStatus.BAD_REQUEST };
const tooLarge: ErrorAnswer = { status: HttpStatus.PAYLOAD_TOO_LARGE };
const timedOut: ErrorAnswer = {
  status: HttpStatus.GATEWAY_TIMEOUT,
  message: 'The prompt was not handled in time.',
};
const badGateway: ErrorAnswer = {
  status: HttpStatus.BAD_GATEWAY,
  message: 'The service that handles prompts failed.',
};
const busy: ErrorAnswer = {
  status: HttpStatus.SERVICE_UNAVAILABLE,
  message: 'Prompts cannot be handled at the moment. Try again later.',
  comeAgain: true,
};
const ownFault: ErrorAnswer = {
  status: HttpStatus.INTERNAL_SERVER_ERROR,
  message: 'Internal server error',
};

/**
 * The answer to each error, by its code. What the app's client sent wrongly is its to mend; what lies
 * between the app and its service is not, and says no more than that it failed.
 */
const ANSWERS: Readonly<Record<string, ErrorAnswer>> = {
  KAIZEN_INVALID_PAYLOAD: badRequest,
  KAIZEN_PAYLOAD_TOO_DEEP: badRequest,
  KAIZEN_PAYLOAD_TOO_LARGE: tooLarge,
  KAIZEN_INVALID_KTOF: badRequest,
  KAIZEN_VALIDATION_FAILED: badRequest,
  KAIZEN_REQUEST_TOO_LARGE: tooLarge,
  KAIZEN_EXPIRED: { status: HttpStatus.GONE },
  // The service's limit is the app's, not that of whoever happened to call it then: no 429.
  KAIZEN_RATE_LIMITED: busy,
  KAIZEN_OVERLOADED: busy,
  KAIZEN_CIRCUIT_OPEN: busy,
  KAIZEN_CLIENT_CLOSED: { status: busy.status, message: 'The app is shutting down.' },
  KAIZEN_TIMEOUT: timedOut,
  KAIZEN_ABORTED: { status: CLIENT_CLOSED_REQUEST, message: 'The request was given up.' },
  KAIZEN_CONNECTION_FAILED: badGateway,
  KAIZEN_SERVICE_FAILED: badGateway,
  KAIZEN_INVALID_RESPONSE: badGateway,
  KAIZEN_STREAM_FAILED: badGateway,
  // Key, rights and routes are between the app and its service.
  KAIZEN_AUTHENTICATION_FAILED: badGateway,
  KAIZEN_PERMISSION_DENIED: badGateway,
  KAIZEN_NOT_FOUND: badGateway,
  KAIZEN_API_ERROR: badGateway,
  KAIZEN_INVALID_OPTION: ownFault,
  KAIZEN_MISSING_DEPENDENCY: ownFault,
  KAIZEN_WORKER_FAILED: ownFault,
  KAIZEN_HOOK_FAILED: ownFault,
};

/** The answer to a vendor's failure, where that is not that it failed. A rate limit is the app's as well. */
const VENDOR_ANSWERS: Readonly<Partial<Record<ProviderErrorKind, ErrorAnswer>>> = {
  'rate-limit': busy,
  overloaded: busy,
  timeout: timedOut,
  abort: ANSWERS['KAIZEN_ABORTED']!,
};

/** How to answer this error. One that nobody has told of is the app's own fault. */
export function answerTo(error: KaizenError): ErrorAnswer {
  if (isDeadline(error)) return timedOut;
  if (error instanceof KaizenProviderError) return VENDOR_ANSWERS[error.kind] ?? badGateway;
  return ANSWERS[error.code] ?? ownFault;
}

/** Whether it was `AbortSignal.timeout()` that ended the call: a deadline, and nobody went away. */
function isDeadline(error: KaizenError): boolean {
  return error instanceof KaizenAbortError && nameOf(error.cause) === 'TimeoutError';
}

function nameOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null && 'name' in cause ? cause.name : undefined;
}
