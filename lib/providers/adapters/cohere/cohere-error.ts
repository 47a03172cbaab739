import type { ErrorView, HeaderSource } from '../../adapter.js';
import { defined } from '../shared/defined.js';

/** What is read of the errors of `cohere-ai`. */
interface CohereSdkError {
  readonly statusCode?: unknown;
  readonly body?: unknown;
  readonly rawResponse?: { readonly headers?: HeaderSource };
  readonly errors?: unknown;
  readonly message?: unknown;
}

/** What the SDK does not like of a request. */
interface SdkIssue {
  readonly path?: unknown;
  readonly message?: unknown;
}

/** What Cohere writes when it refuses. */
interface CohereErrorBody {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
}

/** How the SDK says that its own clock ran out: of all things, as the text of the signal's reason. */
const SDK_TIMEOUT = '"timeout"';

/** Reads an error of the SDK. */
export function viewCohereError(error: unknown): ErrorView {
  const given = (Object(error) ?? {}) as CohereSdkError;
  const refused = refusedBySdk(given);
  if (refused) return refused;
  const { statusCode: status, rawResponse } = given;
  const headers = rawResponse?.headers;
  if (typeof status !== 'number') return ranOut(given) ? { kind: 'timeout' } : {};
  if (status < 400) return defined({ headers, kind: 'bad-response' as const });
  return defined({ status, headers, ...toldBy(given) });
}

/** The SDK checks requests itself, and nothing is sent. What it says of a value repeats the value. */
function refusedBySdk({ errors }: CohereSdkError): ErrorView | undefined {
  const [first] = (Array.isArray(errors) ? errors : []) as readonly SdkIssue[];
  if (!Array.isArray(first?.path)) return undefined;
  const [expected = ''] = String(first.message).split(' Received');
  const place = first.path.join('.') || 'the request';
  return { kind: 'invalid-request', message: `The SDK does not take ${place}: ${expected}` };
}

function ranOut({ message }: CohereSdkError): boolean {
  return message === SDK_TIMEOUT || message === 'timeout';
}

function toldBy({ body }: CohereSdkError): ErrorView {
  const outer = Object(body) as { error?: unknown };
  const { message, code, type } = Object(outer.error ?? body) as CohereErrorBody;
  return defined({ code: word(code) ?? word(type), message: word(message) });
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
