import type { KaizenError } from '../../../errors/kaizen.error.js';
import { apiError } from './api-error.js';
import { type AxiosFailure, errorOfOurs, isCutBody } from './axios-failure.js';
import { connectionError } from './connection-failure.js';
import { cancelled, endedCall, withFacts } from './ended-call.js';
import { errorCodeOf } from './error-code.js';
import type { FailedCall } from './failed-call.js';
import { invalidRequest } from './invalid-request.js';
import { type Quote, quoteFor } from './quote.js';
import { responseFault } from './response-fault.js';
import { scrubbedCause } from './scrubbed-cause.js';
import { secretsOf } from './secrets-of.js';
import { connectionFailureOf } from './system-codes.js';
import { transferFaultOf } from './transfer-fault.js';

/**
 * The typed error for whatever ended a call over HTTP. Never an axios error, which shows key and body
 * when it is printed: of that only code and message are kept, as the `cause`.
 *
 * Once the call's signal is aborted, its reason is the error: what follows is only its consequence.
 */
export function toKaizenError(error: unknown, call: FailedCall): KaizenError {
  const { signal } = call.state.call;
  if (signal.aborted) return endedCall(signal, call);
  const failure = asFailure(error);
  const quote = quoteFor(secretsOf(call), call.requestBody);
  const ours = errorOfOurs(failure);
  if (ours) return withFacts(ours, call, quote);
  return statusError(failure, call, quote) ?? transferError(failure, call, quote);
}

function asFailure(error: unknown): AxiosFailure {
  return typeof error === 'object' && error !== null ? error : {};
}

function statusError(
  failure: AxiosFailure,
  call: FailedCall,
  quote: Quote,
): KaizenError | undefined {
  const { response } = failure;
  if (response === undefined || response.status < 300) return undefined;
  const { status } = response;
  const cause = scrubbedCause(failure, quote);
  if (status < 400) return responseFault('redirect', call, { cause, statusCode: status });
  // Only proxies ask for it (RFC 9110, 15.5.8), also when it comes as if it were the service's answer.
  if (status === 407) return connectionError('proxy', 'HTTP_407', call, cause);
  return apiError(response, call, quote, cause);
}

function transferError(failure: AxiosFailure, call: FailedCall, quote: Quote): KaizenError {
  const cause = scrubbedCause(failure, quote);
  const code = errorCodeOf(failure);
  if (code === 'ERR_CANCELED') return cancelled(call, cause);
  const fault = transferFaultOf(code, failure.message);
  if (fault) return responseFault(fault, call, { cause, code, statusCode: statusOf(failure) });
  if (isCutBody(failure)) return connectionError('reset', 'ECONNRESET', call, cause);
  const kind = code === undefined ? undefined : connectionFailureOf(code);
  if (kind) return connectionError(kind, code, call, cause);
  return invalidRequest(code, call, cause) ?? connectionError('unreachable', code, call, cause);
}

/** axios tells no response when it has ended one that is too large; Node's request has it. */
function statusOf({ request, response }: AxiosFailure): number | undefined {
  const { res } = (request ?? {}) as { res?: { statusCode?: number } | null };
  return response?.status ?? res?.statusCode;
}
