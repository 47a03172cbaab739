import { setTimeout as wait } from 'node:timers/promises';
import { KaizenProviderError, type ProviderErrorKind } from '../../errors/provider.error.js';
import { connectionFailureOf } from '../../transport/http/failures/system-codes.js';
import type { Failure } from '../../transport/http/retry/failure-of.js';
import type { RetryPolicy } from '../../transport/http/retry/retry-policy.js';
import type { CallClock } from './call-clock.js';
import type { ResponseNotes } from './response-notes.js';

/** What an error in the middle of a stream would have had for a status. */
const STATUS_OF_KIND: Readonly<Partial<Record<ProviderErrorKind, number>>> = {
  'rate-limit': 429,
  overloaded: 503,
  server: 500,
};

/** The attempts of one call: how many there were, and whether there is another. */
export class ProviderRetries {
  /** How many requests were sent. */
  attempts = 0;

  constructor(
    private readonly policy: RetryPolicy,
    private readonly maxRetries: number,
    private readonly clock: CallClock,
  ) {}

  /**
   * Waits for the next attempt, if there is to be one.
   *
   * @param retries How many this request has had.
   * @returns False when the error is to be told.
   */
  async again(error: unknown, notes: ResponseNotes, retries: number): Promise<boolean> {
    if (!(error instanceof KaizenProviderError)) return false;
    const { maxRetries, clock } = this;
    const { remainingMs } = clock;
    const decision = this.policy.decide(failureOf(error, notes), {
      retries,
      maxRetries,
      remainingMs,
    });
    if (!decision.retry) return false;
    // Ended in the wait, the next attempt finds that out by itself.
    await wait(decision.delayMs, undefined, { signal: clock.signal }).catch(() => undefined);
    return true;
  }

  /** The request was answered. */
  succeeded(retries: number): void {
    this.policy.succeeded(retries > 0);
  }
}

function failureOf(
  { kind, status, retryAfterMs, vendorCode }: KaizenProviderError,
  notes: ResponseNotes,
): Failure {
  const asStatus = status ?? STATUS_OF_KIND[kind];
  if (asStatus !== undefined && asStatus >= 400) {
    const asked = retryAfterMs === undefined ? {} : { 'retry-after-ms': String(retryAfterMs) };
    return {
      kind: 'status',
      status: asStatus,
      headers: { ...asked, 'x-should-retry': notes.shouldRetry },
    };
  }
  // Of a stream that ended before its first word the caller knows nothing yet.
  const isLost = kind === 'connection' || (kind === 'incomplete-stream' && notes.isStream);
  if (!isLost) return { kind: 'final' };
  const code = vendorCode ?? 'ECONNRESET';
  return {
    kind: 'connection',
    code,
    isTransient: connectionFailureOf(code) !== 'tls',
    isStale: false,
  };
}
