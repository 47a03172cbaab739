import type { ProviderErrorKind } from '../../../errors/provider.error.js';
import type { ErrorView } from '../../adapter.js';
import { defined } from '../shared/defined.js';

/** What the names of errors mean. Those in a stream and of the SDK's own have no status. */
const KINDS: Readonly<Record<string, ProviderErrorKind>> = {
  ThrottlingException: 'rate-limit',
  ServiceUnavailableException: 'overloaded',
  InternalServerException: 'server',
  InternalFailure: 'server',
  ModelErrorException: 'server',
  ModelStreamErrorException: 'server',
  ModelTimeoutException: 'server',
  ValidationException: 'invalid-request',
  AccessDeniedException: 'permission',
  ResourceNotFoundException: 'not-found',
  ExpiredTokenException: 'authentication',
  UnrecognizedClientException: 'authentication',
  InvalidSignatureException: 'authentication',
  CredentialsProviderError: 'authentication',
  TokenProviderError: 'authentication',
};

/** How the reader of streams begins its messages: its errors have neither a name nor a code. */
const READER_MESSAGES: readonly (readonly [RegExp, ProviderErrorKind])[] = [
  [/^Truncated event message/, 'incomplete-stream'],
  [/^The (?:prelude|message) checksum|^Reported message length|^Provided message/, 'bad-response'],
  [/^Unrecogni[sz](?:ed header|able event)/, 'bad-response'],
];

/** What is read of the SDK's errors. */
interface AwsError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
}

/** Reads an error of the SDK. The headers of its response have been noted. */
export function viewAwsError(error: unknown): ErrorView {
  const { name, message, $metadata } = Object(error) as AwsError;
  const status = $metadata?.httpStatusCode;
  if (typeof status === 'number' && status >= 400) {
    return defined({ status, code: told(name), message: told(message), kind: KINDS[String(name)] });
  }
  const code = codeOf(name);
  if (code !== undefined) return defined({ code, message: told(message), kind: KINDS[code] });
  return defined({ kind: READER_MESSAGES.find(([begins]) => begins.test(String(message)))?.[1] });
}

/**
 * The vendor's code, which in a stream begins with a small letter where the SDK does not know it. Any other
 * name is that of a class: `Error`.
 */
function codeOf(name: unknown): string | undefined {
  const code = String(name).replace(/^[a-z]/, (letter) => letter.toUpperCase());
  return code.endsWith('Exception') || Object.hasOwn(KINDS, code) ? code : undefined;
}

/** What the response says: where it says nothing, the SDK writes one of its own words. */
function told(value: unknown): string | undefined {
  const isTold = typeof value === 'string' && !['', 'Unknown', 'UnknownError'].includes(value);
  return isTold ? value : undefined;
}
