import type { ProviderErrorKind } from '../../errors/provider.error.js';
import { causesOf, errorCodeOf } from '../../transport/http/failures/error-code.js';
import { connectionFailureOf } from '../../transport/http/failures/system-codes.js';
import type { ErrorView } from '../adapter.js';

const STATUSES: Readonly<Record<number, ProviderErrorKind>> = {
  401: 'authentication',
  403: 'permission',
  404: 'not-found',
  408: 'server',
  409: 'server',
  413: 'too-large',
  429: 'rate-limit',
  503: 'overloaded',
  529: 'overloaded',
};

/** What `fetch` and the SDKs say where Node says a system code. */
const CONNECTION_WORDS =
  /^UND_ERR_(?:SOCKET|CONNECT_TIMEOUT|ABORTED|CLOSED)$|^ERR_STREAM_PREMATURE_CLOSE$/;
/** Node's `fetch` gives up after a silence of 300 seconds. The vendor may be at work still, and is paid for it. */
const SILENCE = /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/;
/** Messages of errors that have neither a status nor a code, word for word as they are thrown. */
const CONNECTION_MESSAGES = new Set([
  'terminated',
  'aborted',
  'socket hang up',
  'fetch failed',
  'Connection error.',
  // What the SDKs of OpenAI's family make of a connection that took too long; their own clock is off.
  'Request timed out.',
]);
/** What parsers throw. Their names are looked at, since they come from other copies and realms. */
const PARSER_ERRORS: readonly unknown[] = [
  'SyntaxError',
  'ZodError',
  'ResponseValidationError',
  'SDKValidationError',
];

/**
 * What an SDK's error is: by the vendor's code, else by its status, else by what caused it. Names of errors
 * are asked last and only for parsers', since SDKs call theirs anything.
 */
export function kindOf(error: unknown, { status, kind }: ErrorView): ProviderErrorKind {
  if (kind) return kind;
  if (status !== undefined && status >= 400) return kindOfStatus(status);
  if (SILENCE.test(errorCodeOf(error) ?? '')) return 'timeout';
  if (isConnectionFailure(error)) return 'connection';
  return causesOf(error).some(isParserError) ? 'bad-response' : 'unknown';
}

/** The code of what went wrong on this side of the wire: `ECONNREFUSED`, or that of a silence. */
export function systemCodeOf(error: unknown): string | undefined {
  const code = errorCodeOf(error);
  return code !== undefined && (isConnectionCode(code) || SILENCE.test(code)) ? code : undefined;
}

function kindOfStatus(status: number): ProviderErrorKind {
  return STATUSES[status] ?? (status >= 500 ? 'server' : 'invalid-request');
}

function isConnectionFailure(error: unknown): boolean {
  if (systemCodeOf(error) !== undefined) return true;
  return causesOf(error).some(({ message }) => CONNECTION_MESSAGES.has(String(message)));
}

function isConnectionCode(code: string): boolean {
  return connectionFailureOf(code) !== undefined || CONNECTION_WORDS.test(code);
}

function isParserError(error: object): boolean {
  return PARSER_ERRORS.includes((error as { name?: unknown }).name);
}
