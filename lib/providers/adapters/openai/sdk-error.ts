import type { ErrorView, HeaderSource } from '../../adapter.js';
import type { ProviderErrorKind } from '../../../errors/provider.error.js';
import { defined } from '../shared/defined.js';

/** What the codes of errors in the middle of a stream mean, which have no status. */
const KINDS: Readonly<Record<string, ProviderErrorKind>> = {
  rate_limit_exceeded: 'rate-limit',
  rate_limit_error: 'rate-limit',
  insufficient_quota: 'rate-limit',
  overloaded_error: 'overloaded',
  server_error: 'server',
  api_error: 'server',
  internal_error: 'server',
  invalid_request_error: 'invalid-request',
  authentication_error: 'authentication',
  permission_error: 'permission',
  not_found_error: 'not-found',
};

/** What is read of the errors of `openai`, `together-ai` and `@anthropic-ai/sdk`: their names all lie. */
interface SdkError {
  readonly status?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly headers?: HeaderSource;
  readonly requestID?: unknown;
  readonly message?: unknown;
  readonly error?: unknown;
}

/** Reads an error of an SDK of this family. */
export function viewSdkError(error: unknown): ErrorView {
  const {
    status,
    headers,
    requestID,
    message,
    error: body,
    ...own
  } = (Object(error) ?? {}) as SdkError;
  // The error's own fields may be accessors or absent, and those of the class are not enumerable.
  const { code, type } = { code: (error as SdkError).code, type: (error as SdkError).type, ...own };
  const told = streamedError(body);
  const vendorCode = word(code) ?? word(type) ?? told.code;
  return defined({
    status: typeof status === 'number' ? status : undefined,
    code: vendorCode,
    headers,
    requestId: word(requestID),
    message: told.message ?? (typeof status === 'number' ? word(message) : undefined),
    kind: typeof status === 'number' ? undefined : KINDS[vendorCode ?? ''],
  });
}

/** Reads the error that a vendor wrote: `{ message, type, code }`, or that inside of an `error`. */
export function streamedError(given: unknown): ErrorView {
  const outer = Object(given) as { error?: unknown };
  const { message, type, code } = Object(outer.error ?? given) as Record<string, unknown>;
  const told = word(code) ?? word(type);
  return defined({
    code: told,
    message: word(message),
    kind: told === undefined ? undefined : (KINDS[told] ?? KINDS[word(type) ?? '']),
  });
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
