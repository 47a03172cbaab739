import type { ErrorView, HeaderSource } from '../../adapter.js';
import { defined } from '../shared/defined.js';

/** What is read of the errors of `@mistralai/mistralai`. */
interface MistralSdkError {
  readonly name?: unknown;
  readonly statusCode?: unknown;
  readonly body?: unknown;
  readonly headers?: HeaderSource;
  readonly issues?: unknown;
  readonly cause?: unknown;
}

/** What Mistral writes when it refuses: most of it, or a `detail`. */
interface MistralErrorBody {
  readonly message?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly detail?: unknown;
}

interface Issue {
  readonly path?: readonly unknown[];
  readonly message?: unknown;
}

/** Reads an error of the SDK. */
export function viewMistralError(error: unknown): ErrorView {
  const given = (Object(error) ?? {}) as MistralSdkError;
  if (given.name === 'SDKValidationError') return refusedBySdk(given);
  if (given.name === 'ZodError') return isForeign(given) ? { kind: 'server' } : {};
  const { statusCode: status, headers } = given;
  if (typeof status !== 'number') return {};
  // A 200 that the SDK cannot read.
  if (status < 400) return defined({ headers, kind: 'bad-response' as const });
  return defined({ status, headers, ...toldBy(bodyOf(given)) });
}

/** The SDK checks requests itself; nothing was sent. */
function refusedBySdk({ cause }: MistralSdkError): ErrorView {
  const [issue] = issuesOf(Object(cause) as MistralSdkError);
  const place = issue?.path?.join('.') ?? '';
  const message = `The SDK does not take ${place || 'the request'}: ${String(issue?.message)}`;
  return { kind: 'invalid-request', message };
}

/**
 * Whether an event of a stream was JSON, and no piece of a reply: so Mistral's errors in the middle of a
 * stream look, of which the SDK keeps nothing.
 */
function isForeign(error: MistralSdkError): boolean {
  const missing = issuesOf(error).map(({ path = [] }) => path.join('.'));
  return missing.includes('data.id') && missing.includes('data.choices');
}

function issuesOf({ issues }: MistralSdkError): readonly Issue[] {
  return Array.isArray(issues) ? (issues as readonly Issue[]) : [];
}

function toldBy({ message, type, code, detail }: MistralErrorBody): ErrorView {
  const first = (Array.isArray(detail) ? detail[0] : undefined) as { msg?: unknown } | undefined;
  return defined({
    code: word(code) ?? word(type),
    message: word(message) ?? word(detail) ?? word(first?.msg),
  });
}

function bodyOf({ body }: MistralSdkError): MistralErrorBody {
  try {
    const parsed = Object(JSON.parse(String(body))) as MistralErrorBody & { error?: unknown };
    return (Object(parsed.error ?? parsed) ?? {}) as MistralErrorBody;
  } catch {
    return {};
  }
}

function word(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
