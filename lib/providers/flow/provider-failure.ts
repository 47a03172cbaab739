import { KaizenError } from '../../errors/kaizen.error.js';
import { KaizenProviderError, type ProviderErrorKind } from '../../errors/provider.error.js';
import type { Quote } from '../../transport/http/failures/quote.js';
import { scrubbedCause } from '../../transport/http/failures/scrubbed-cause.js';
import type { ErrorView } from '../adapter.js';
import type { CallClock } from './call-clock.js';
import { FlowFault } from './flow-fault.js';
import { kindOf, systemCodeOf } from './failure-kind.js';
import { saying } from './saying.js';
import type { ResponseNotes } from './response-notes.js';

/** What is known of the attempt that failed. */
export interface FailedAttempt {
  /** As errors name the provider, and as sentences do. */
  readonly name: string;
  readonly label: string;
  readonly clock: CallClock;
  readonly notes: ResponseNotes;
  readonly attempts: number;
  /** What may be said of the vendor's words. */
  readonly quote: () => Quote;
  readonly partialText?: string | undefined;
}

/**
 * An error of an attempt as ours. In this order: the caller's abort, the deadline, what the flow found
 * itself, then what the SDK's error tells.
 */
export function providerFailure(
  error: unknown,
  view: ErrorView,
  attempt: FailedAttempt,
): KaizenError {
  const { clock, notes } = attempt;
  if (error instanceof KaizenError) return error;
  if (clock.ended) return ended(clock.ended, attempt);
  if (view.headers) notes.note(view.headers);
  const told = error instanceof FlowFault ? error.view : view;
  const kind = error instanceof FlowFault ? error.kind : kindOf(error, view);
  return build(kind, told, error, attempt);
}

function ended(why: 'abort' | 'timeout', attempt: FailedAttempt): KaizenProviderError {
  const { name: provider, label, attempts, partialText, clock, notes } = attempt;
  const message =
    why === 'abort'
      ? `The call to ${label} was ended by its signal.`
      : `${label} did not answer within ${clock.timeoutMs} ms. Give the option "timeoutMs" more, or ask for less.`;
  const reason: unknown = clock.reason;
  return new KaizenProviderError(message, {
    provider,
    kind: why,
    attempts,
    ...(notes.requestId !== undefined && { requestId: notes.requestId }),
    ...(partialText !== undefined && { partialText }),
    ...(why === 'abort' && reason !== undefined && { cause: reason }),
  });
}

/** Of these the SDK speaks and not the vendor; a parser's words quote what it could not read. */
function isTelling(kind: ProviderErrorKind): boolean {
  return kind !== 'connection' && kind !== 'bad-response';
}

function build(
  kind: ProviderErrorKind,
  view: ErrorView,
  error: unknown,
  { name: provider, label, attempts, notes, quote, partialText }: FailedAttempt,
): KaizenProviderError {
  const safe = quote();
  const code = safe(view.code, 64) ?? systemCodeOf(error);
  const requestId = safe(notes.requestId ?? view.requestId, 200);
  const retryAfterMs = notes.retryAfterMs ?? view.retryAfterMs;
  const { status } = view;
  const cause: unknown = error instanceof FlowFault ? error.cause : error;
  const message = saying({
    kind,
    label,
    status,
    code,
    words: isTelling(kind) ? safe(view.message) : undefined,
    retryAfterMs,
  });
  return new KaizenProviderError(message, {
    provider,
    kind,
    attempts,
    ...(status !== undefined && { status }),
    ...(code !== undefined && { vendorCode: code }),
    ...(requestId !== undefined && { requestId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(partialText !== undefined && { partialText }),
    ...(cause !== undefined && { cause: scrubbedCause(cause, safe) }),
  });
}
