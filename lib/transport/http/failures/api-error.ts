import type { KaizenAPIError } from '../../../errors/api.error.js';
import { plainHeaders, requestIdOf } from '../body/plain-headers.js';
import { parseRetryAfter } from '../retry/retry-after.js';
import type { AxiosFailedResponse } from './axios-failure.js';
import { errorHeaders } from './error-headers.js';
import { afterAttempts, factsOf, type FailedCall } from './failed-call.js';
import type { Quote } from './quote.js';
import { type Refusal, refusalOf } from './refusals.js';
import { identifier, readServiceWords, type ServiceWords } from './service-words.js';

/**
 * The typed error for an error status, whatever the body is.
 *
 * Its message has the service's words, unless they repeat a secret or a part of the request. The
 * request's id is the service's, from a header or the body, else ours.
 */
export function apiError(
  response: AxiosFailedResponse,
  call: FailedCall,
  quote: Quote,
  cause?: Error,
): KaizenAPIError {
  const { status: statusCode } = response;
  const headers = plainHeaders(response.headers);
  const words = readServiceWords(bytesOf(response.data), headers['content-type'] ?? '', quote);
  const refusal = refusalOf(statusCode);
  const retryAfterMs = parseRetryAfter(headers);
  const facts = factsOf(call);
  return new refusal.type(message(statusCode, refusal, words, retryAfterMs, call), {
    ...facts,
    cause,
    requestId: identifier(requestIdOf(headers), quote) ?? words.requestId ?? facts.requestId,
    statusCode,
    details: words.details,
    headers: errorHeaders(headers, quote),
    ...(words.serviceCode !== undefined && { serviceCode: words.serviceCode }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function bytesOf(data: unknown): Uint8Array {
  return data instanceof Uint8Array ? data : new Uint8Array();
}

function message(
  status: number,
  { what, remedy }: Refusal,
  words: ServiceWords,
  retryAfterMs: number | undefined,
  call: FailedCall,
): string {
  const sentences = [
    `${call.state.operation} failed with HTTP ${status}${afterAttempts(call)}: ${what}.`,
    words.message === undefined ? '' : `The service says: "${words.message}".`,
    words.isPage ? 'It sent an HTML page, which may be that of a proxy or gateway.' : '',
    retryAfterMs === undefined ? '' : `It asks to wait ${retryAfterMs} ms.`,
    remedy,
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
