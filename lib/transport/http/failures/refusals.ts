import { KaizenAPIError, type KaizenAPIErrorContext } from '../../../errors/api.error.js';
import { KaizenAuthenticationError } from '../../../errors/authentication.error.js';
import { KaizenExpiredError } from '../../../errors/expired.error.js';
import { KaizenNotFoundError } from '../../../errors/not-found.error.js';
import { KaizenPayloadTooLargeError } from '../../../errors/payload-too-large.error.js';
import { KaizenPermissionError } from '../../../errors/permission.error.js';
import { KaizenRateLimitError } from '../../../errors/rate-limit.error.js';
import { KaizenServerError } from '../../../errors/server.error.js';
import { KaizenValidationError } from '../../../errors/validation.error.js';

/** What an error status means, and what to do about it. */
export interface Refusal {
  readonly type: new (message: string, context: KaizenAPIErrorContext) => KaizenAPIError;
  /** What happened: the end of a sentence. */
  readonly what: string;
  /** What to do. */
  readonly remedy: string;
}

const MALFORMED: Refusal = {
  type: KaizenValidationError,
  what: 'the service does not take the request as it is',
  remedy: 'Correct the payload or the options; details names the fields where the service did.',
};
const SERVER: Refusal = {
  type: KaizenServerError,
  what: 'the service, or what stands before it, is in trouble',
  remedy: "Call again later; if it goes on, give the service's operator the request id.",
};
const OTHER: Refusal = {
  type: KaizenAPIError,
  what: 'the service refused the request',
  remedy: 'Check that baseUrl is that of a Kaizen service, and which version it runs.',
};

const REFUSALS: Readonly<Record<number, Refusal>> = {
  400: MALFORMED,
  401: {
    type: KaizenAuthenticationError,
    what: 'the API key is missing or not valid',
    remedy:
      'Set apiKey or KAIZEN_API_KEY to a valid key, and auth to the header the service reads.',
  },
  403: {
    type: KaizenPermissionError,
    what: 'the API key may not do this',
    remedy: 'Use a key that may, or have the operator of the service allow it.',
  },
  404: {
    type: KaizenNotFoundError,
    what: 'the service has no such route or no such stored payload',
    remedy: 'Check the path in baseUrl, and the id if a stored payload was asked for.',
  },
  408: {
    type: KaizenAPIError,
    what: 'the service did not get the request in time',
    remedy: 'Call again; for a large payload, look at the bandwidth to the service.',
  },
  410: {
    type: KaizenExpiredError,
    what: 'the time of the stored payload has passed',
    remedy: 'Encode the prompt again.',
  },
  413: {
    type: KaizenPayloadTooLargeError,
    what: 'the payload is larger than the service takes',
    remedy: "Send it in parts, or have the service's limit raised.",
  },
  422: MALFORMED,
  429: {
    type: KaizenRateLimitError,
    what: 'too many requests',
    remedy: 'Send fewer at a time (maxConcurrency), or wait longer (maxRetries, maxRetryAfterMs).',
  },
  501: {
    type: KaizenServerError,
    what: 'the service does not offer the operation',
    remedy: 'Check the version of the service, or use transport: "embedded".',
  },
};

/** What an error status means. One that nobody has told of is of the class of its hundred. */
export function refusalOf(status: number): Refusal {
  return REFUSALS[status] ?? (status >= 500 ? SERVER : OTHER);
}
