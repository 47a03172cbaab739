import * as kaizen from 'nestjs-kaizen';

/** What an API error is told. */
const refused = (statusCode: number, retryAfterMs?: number): kaizen.KaizenAPIErrorContext => ({
  statusCode,
  requestId: 'req-1',
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

/** What is inside of an app, and no business of its clients. */
const INSIDE = 'http://kaizen.internal:8080 refused the key k-1';

/** One error of each class that can be raised, by the name of its class; where codes differ, of each. */
export const EVERY_ERROR: readonly kaizen.KaizenError[] = [
  new kaizen.KaizenOptionsError(INSIDE, 'apiKey'),
  new kaizen.KaizenDependencyError('Counting tokens', 'gpt-tokenizer'),
  new kaizen.KaizenPayloadError('$.prompt is missing.', 'KAIZEN_INVALID_PAYLOAD', '$.prompt'),
  new kaizen.KaizenPayloadError('$.prompt is too deep.', 'KAIZEN_PAYLOAD_TOO_DEEP', '$.prompt'),
  new kaizen.KaizenPayloadError('The payload is too large.', 'KAIZEN_PAYLOAD_TOO_LARGE', '$'),
  new kaizen.KaizenFormatError('A quote is missing', 3, 7, '"'),
  new kaizen.KaizenAbortError('promptsEncode was ended by its signal.'),
  new kaizen.KaizenTimeoutError(INSIDE, 500, 'connect'),
  new kaizen.KaizenClosedError(INSIDE),
  new kaizen.KaizenOverloadedError(INSIDE, 10),
  new kaizen.KaizenWorkerError(INSIDE, 'ended'),
  new kaizen.KaizenStreamError(INSIDE),
  new kaizen.KaizenHookError(INSIDE, 'beforeRequest'),
  new kaizen.KaizenConnectionError(INSIDE, 'refused', { systemCode: 'ECONNREFUSED' }),
  new kaizen.KaizenCircuitOpenError(INSIDE, 1500),
  new kaizen.KaizenResponseError(INSIDE, ['stats'], { statusCode: 200 }),
  new kaizen.KaizenAPIError(INSIDE, refused(409)),
  new kaizen.KaizenValidationError('The service says: "prompt is missing".', refused(422)),
  new kaizen.KaizenAuthenticationError(INSIDE, refused(401)),
  new kaizen.KaizenPermissionError(INSIDE, refused(403)),
  new kaizen.KaizenNotFoundError(INSIDE, refused(404)),
  new kaizen.KaizenExpiredError('Encode the prompt again.', refused(410)),
  new kaizen.KaizenPayloadTooLargeError('Send it in parts.', refused(413)),
  new kaizen.KaizenRateLimitError(INSIDE, refused(429, 61_001)),
  new kaizen.KaizenServerError(INSIDE, refused(503, 5000)),
];

/** What must not get out of an app. */
export const INSIDE_WORDS = /internal:|k-1|tokenizer/;

/** The name of every exported class of errors. */
export const ERROR_CLASSES: readonly string[] = Object.entries<unknown>({ ...kaizen })
  .filter(([, exported]) => isErrorClass(exported))
  .map(([name]) => name);

function isErrorClass(value: unknown): boolean {
  const base = kaizen.KaizenError;
  return value === base || Object.prototype.isPrototypeOf.call(base, Object(value) as object);
}
