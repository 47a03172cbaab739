import type { ProviderErrorKind } from '../../../errors/provider.error.js';
import type { ErrorView } from '../../adapter.js';
import { streamedError } from '../openai/sdk-error.js';
import { defined } from '../shared/defined.js';

/** What is read of the SDK's errors. What it calls their request has the whole prompt. */
interface InferenceError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly httpResponse?: { readonly status?: unknown; readonly body?: unknown };
}

/** An error as those who run models write it. */
interface ErrorBody {
  readonly error?: unknown;
  readonly detail?: unknown;
  readonly message?: unknown;
  /** Of Text Generation Inference. */
  readonly error_type?: unknown;
}

/** What Text Generation Inference calls its errors. */
const TYPES: Readonly<Record<string, ProviderErrorKind>> = {
  overloaded: 'overloaded',
  generation: 'server',
  incomplete_generation: 'server',
  validation: 'invalid-request',
};

/** What the SDK's own errors are, which it throws before a request or at a reply it cannot use. */
const OWN: Readonly<Record<string, ProviderErrorKind>> = {
  InputError: 'invalid-request',
  RoutingError: 'invalid-request',
  ProviderOutputError: 'bad-response',
  ProviderApiError: 'bad-response',
};

/** Reads an error of the SDK. Its headers have been noted by `fetch`. */
export function viewInferenceError(error: unknown): ErrorView {
  const { name, message, httpResponse } = Object(error) as InferenceError;
  const { status, body } = httpResponse ?? {};
  const told = viewBody(body);
  if (typeof status === 'number' && status >= 400) {
    return defined({ ...told, status, kind: TYPES[told.code ?? ''] });
  }
  if (told.message !== undefined) return told;
  const kind = OWN[String(name)];
  return kind === undefined ? {} : { kind, message: String(message) };
}

/** The SDK's own message says that the model cannot chat, whatever the vendor says: its body is read. */
function viewBody(body: unknown): ErrorView {
  const { error, error_type: type, detail, message } = Object(body) as ErrorBody;
  const view = streamedError(body);
  const code = wordOf(type) ?? view.code;
  return defined({
    status: statusOf(error),
    code,
    message: view.message ?? [error, detail, message, body].map(wordOf).find(Boolean),
    kind: code === undefined ? undefined : (TYPES[code] ?? view.kind),
  });
}

/** In the middle of a stream, some tell the status that the response would have had. */
function statusOf(error: unknown): number | undefined {
  const { code, http_status_code: status } = Object(error) as Record<string, unknown>;
  return [status, code].find((each): each is number => typeof each === 'number' && each >= 400);
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
