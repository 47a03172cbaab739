import type { ProviderErrorKind } from '../../../errors/provider.error.js';
import type { ErrorView } from '../../adapter.js';
import { defined } from '../shared/defined.js';

/** What the vendor writes about a failure. */
interface GeminiFailure {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly status?: unknown;
  readonly details?: unknown;
}

/** What the SDK says itself: these errors have neither a status nor a class. */
const SDK_MESSAGES: readonly (readonly [RegExp, ProviderErrorKind])[] = [
  [/^Incomplete JSON segment at the end/, 'incomplete-stream'],
  [/^exception parsing stream chunk/, 'bad-response'],
  [/^Response body is empty/, 'bad-response'],
];
/** How the SDK refuses a field that only its other service has, and a chat in which nobody says anything. */
const REFUSAL = /^(?:\w+ parameter is only supported in |contents are required)/;

/** Reads an error of the SDK: an `ApiError`, whose message is the body of the response. */
export function viewGeminiError(error: unknown): ErrorView {
  const { status, message } = Object(error) as { status?: unknown; message?: unknown };
  const text = String(message);
  const kind = SDK_MESSAGES.find(([pattern]) => pattern.test(text))?.[1];
  if (kind) return { kind };
  if (REFUSAL.test(text)) return { kind: 'invalid-request', message: text };
  const failure = failureIn(text);
  if (typeof status !== 'number' && !failure) return {};
  return defined({
    status: typeof status === 'number' ? status : numberOf(failure?.code),
    code: textOf(failure?.status),
    message: textOf(failure?.message),
    kind: hasBadKey(failure?.details) ? ('authentication' as const) : undefined,
    retryAfterMs: delayOf(failure?.details),
  });
}

/** The vendor's own words, which stand in the message as JSON, now and then with something before them. */
function failureIn(message: string): GeminiFailure | undefined {
  const start = message.indexOf('{');
  if (start === -1) return undefined;
  try {
    const { error } = JSON.parse(message.slice(start)) as { error?: unknown };
    const inner = error as GeminiFailure | undefined;
    // The SDK wraps a body that it took for a text in one of its own.
    const wrapped = typeof inner?.message === 'string' ? failureIn(inner.message) : undefined;
    return wrapped ?? inner;
  } catch {
    return undefined;
  }
}

/** A key that is none, or no longer one, is a 400 like any wrong field: `ErrorInfo` tells them apart. */
function hasBadKey(details: unknown): boolean {
  return fieldOf(details, 'reason') === 'API_KEY_INVALID';
}

/** `RetryInfo` says how long to wait: `34.4s`. */
function delayOf(details: unknown): number | undefined {
  const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(String(fieldOf(details, 'retryDelay'))) ?? [];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}

/** The field of whichever detail has it. */
function fieldOf(details: unknown, name: 'reason' | 'retryDelay'): unknown {
  if (!Array.isArray(details)) return undefined;
  return details.map((detail) => (Object(detail) as Record<string, unknown>)[name]).find(Boolean);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
