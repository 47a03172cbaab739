import { describe, expect, it } from '@jest/globals';
import { AxiosError, AxiosHeaders } from 'axios';
import fc from 'fast-check';
import { connectionFailureOf } from '../../../../lib/transport/http/failures/system-codes.js';
import { backoffMs } from '../../../../lib/transport/http/retry/backoff.js';
import { type Failure, failureOf } from '../../../../lib/transport/http/retry/failure-of.js';
import { parseRetryAfter } from '../../../../lib/transport/http/retry/retry-after.js';
import { RetryBudget } from '../../../../lib/transport/http/retry/retry-budget.js';
import { RetryPolicy } from '../../../../lib/transport/http/retry/retry-policy.js';

const NOW = Date.UTC(2030, 0, 15, 12, 0, 0);

const OPTIONS = {
  retryBackoffFactor: 1,
  maxRetryDelayMs: 20_000,
  maxRetryAfterMs: 60_000,
  retryOnStatusCodes: [408, 429, 500, 502, 503, 504],
};

const status = (code: number, headers: Record<string, unknown> = {}): Failure => ({
  kind: 'status',
  status: code,
  headers,
});

/** A policy that takes the longest wait and knows what day it is. */
function policyWith(options: Partial<typeof OPTIONS> = {}, budget?: RetryBudget): RetryPolicy {
  const sources = { random: () => 1, wallClock: () => NOW };
  return new RetryPolicy({ ...OPTIONS, ...options }, budget, sources);
}

describe('parseRetryAfter', () => {
  it.each<[Record<string, unknown>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': ' 7 ' }, 7000],
    [{ 'retry-after': '0.3' }, 300],
    [{ 'retry-after': '1.1' }, 1100],
    [{ 'retry-after': '0009' }, 9000],
    [{ 'retry-after': '86400' }, 86_400_000],
    [{ 'retry-after': '99999999999' }, 99_999_999_999_000],
    [{ 'retry-after': '9'.repeat(400) }, Number.MAX_SAFE_INTEGER],
    [{ 'retry-after-ms': '250' }, 250],
    [{ 'retry-after-ms': '0.4' }, 0],
    [{ 'retry-after-ms': '0', 'retry-after': '60' }, 0],
    [{ 'retry-after-ms': 'soon', 'retry-after': '2' }, 2000],
    [{ 'retry-after-ms': '-1', 'retry-after': '2' }, 2000],
    [{ 'retry-after': 'Tue, 15 Jan 2030 12:00:01 GMT' }, 1000],
    [{ 'retry-after': 'Tue, 15 Jan 2030 11:59:00 GMT' }, 0],
    [{ 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' }, Date.UTC(9999, 11, 31, 23, 59, 59) - NOW],
    // Another day of the week, a day that is not in the calendar, other forms, other zones.
    [{ 'retry-after': 'Mon, 15 Jan 2030 12:00:01 GMT' }, undefined],
    [{ 'retry-after': 'Sun, 31 Feb 2030 12:00:01 GMT' }, undefined],
    [{ 'retry-after': '2030-01-15T12:00:01Z' }, undefined],
    [{ 'retry-after': 'Tue, 15 Jan 2030 12:00:01 +0100' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '+5' }, undefined],
    [{ 'retry-after': '1e9' }, undefined],
    [{ 'retry-after': '0x10' }, undefined],
    [{ 'retry-after': 'Infinity' }, undefined],
    [{ 'retry-after': 'NaN' }, undefined],
    [{ 'retry-after': '2, 5' }, undefined],
    [{ 'retry-after': '5s' }, undefined],
    [{ 'retry-after': '.' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': 5 }, undefined],
    [{ 'retry-after': ['5'] }, undefined],
  ])('%j is %p ms', (headers, expected) => {
    expect(parseRetryAfter(headers, NOW)).toBe(expected);
  });

  it('makes of any text nothing or a whole number from 0', () => {
    const header = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    fc.assert(
      fc.property(header, header, (ms, text) => {
        const wait = parseRetryAfter({ 'retry-after-ms': ms, 'retry-after': text }, NOW) ?? 0;
        expect(Number.isSafeInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('backoffMs', () => {
  const options = { retryBackoffFactor: 0.5, maxRetryDelayMs: 8000 };

  it.each([
    [1, 0, 250],
    [1, 0.5, 375],
    [1, 1, 500],
    [2, 0, 500],
    [2, 1, 1000],
    [3, 1, 2000],
    [5, 1, 8000],
    [6, 0, 4000],
    [6, 1, 8000],
    [20, 1, 8000],
    [5000, 1, 8000],
  ])('retry %d with chance %d waits %d ms', (retry, random, expected) => {
    expect(backoffMs(retry, options, random)).toBe(expected);
  });

  it('is none with a factor of 0', () => {
    expect(backoffMs(3, { retryBackoffFactor: 0, maxRetryDelayMs: 8000 }, 1)).toBe(0);
  });
});

describe('failureOf', () => {
  it('takes any failure of a call that was aborted for the abort', () => {
    const headers = new AxiosHeaders();
    const config = { headers, signal: AbortSignal.abort() };
    const response = { status: 503, statusText: '', headers, config, data: Buffer.alloc(0) };
    const error = new AxiosError('No.', 'ERR_BAD_RESPONSE', config, undefined, response);
    expect(failureOf(error)).toEqual({ kind: 'aborted' });
    expect(failureOf(new AxiosError('No.', 'ECONNRESET', config))).toEqual({ kind: 'aborted' });
  });
});

describe('RetryPolicy', () => {
  it.each<[string, Failure, boolean]>([
    ...[408, 429, 500, 502, 503, 504].map((code): [string, Failure, boolean] => [
      String(code),
      status(code),
      true,
    ]),
    ...[400, 401, 403, 404, 407, 409, 410, 413, 422, 425, 501, 505, 507].map(
      (code): [string, Failure, boolean] => [String(code), status(code), false],
    ),
    ['409, told to', status(409, { 'x-should-retry': 'true' }), true],
    ['500, told not to', status(500, { 'x-should-retry': 'false' }), false],
    ['500, told nonsense', status(500, { 'x-should-retry': 'maybe' }), true],
    ['a connect timeout', { kind: 'timeout', which: 'connect' }, true],
    ['a read timeout', { kind: 'timeout', which: 'read' }, true],
    ['a write timeout', { kind: 'timeout', which: 'write' }, true],
    ['a full pool', { kind: 'timeout', which: 'pool' }, false],
    ['the deadline', { kind: 'timeout', which: 'total' }, false],
    ['an abort', { kind: 'aborted' }, false],
    ['what is the same the next time', { kind: 'final' }, false],
  ])('%s: %#', (_, failure, expected) => {
    expect(policyWith().shouldRetry(failure)).toBe(expected);
  });

  it('retries other statuses when told so', () => {
    const policy = policyWith({ retryOnStatusCodes: [501] });
    expect([501, 503].map((code) => policy.shouldRetry(status(code)))).toEqual([true, false]);
  });

  it('knows which lost connections may come back', () => {
    const codes = {
      ECONNRESET: 'reset',
      EPIPE: 'reset',
      ECONNREFUSED: 'refused',
      ENOTFOUND: 'dns',
      EAI_AGAIN: 'dns',
      ETIMEDOUT: 'unreachable',
      EHOSTUNREACH: 'unreachable',
      CERT_HAS_EXPIRED: 'tls',
      ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
      ERR_SSL_WRONG_VERSION_NUMBER: 'tls',
      UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
      EPROTO: 'tls',
      HPE_INVALID_CONSTANT: undefined,
      Z_DATA_ERROR: undefined,
      ERR_INVALID_URL: undefined,
      constructor: undefined,
    };
    for (const [code, failure] of Object.entries(codes)) {
      expect([code, connectionFailureOf(code)]).toEqual([code, failure]);
    }
  });

  // After the specification tests of the AWS SDKs' standard retry mode.
  const RETRY = 'retry';
  type Row = readonly [status: number, outcome: string, tokens: number, delayMs?: number];
  interface Case {
    readonly given: { capacity: number; cost: number; maxRetries: number };
    readonly options?: Partial<typeof OPTIONS>;
    /** Each list is a call; all use one budget. 200 ends one. */
    readonly calls: readonly (readonly Row[])[];
  }

  it.each<[string, Case]>([
    [
      'succeeds in the end',
      {
        given: { capacity: 500, cost: 5, maxRetries: 2 },
        calls: [
          [
            [500, RETRY, 495, 1000],
            [500, RETRY, 490, 2000],
            [200, 'success', 495],
          ],
        ],
      },
    ],
    [
      'fails after so many attempts',
      {
        given: { capacity: 500, cost: 5, maxRetries: 2 },
        calls: [
          [
            [502, RETRY, 495, 1000],
            [502, RETRY, 490, 2000],
            [502, 'attempts', 490],
          ],
        ],
      },
    ],
    [
      'fails when the budget is used up after one retry',
      {
        given: { capacity: 5, cost: 5, maxRetries: 2 },
        calls: [
          [
            [500, RETRY, 0, 1000],
            [502, 'budget', 0],
          ],
        ],
      },
    ],
    [
      'never retries without a budget to begin with',
      {
        given: { capacity: 0, cost: 5, maxRetries: 2 },
        calls: [[[500, 'budget', 0]]],
      },
    ],
    [
      'doubles the wait up to its cap',
      {
        given: { capacity: 500, cost: 5, maxRetries: 5 },
        options: { maxRetryDelayMs: 3000 },
        calls: [
          [
            [500, RETRY, 495, 1000],
            [500, RETRY, 490, 2000],
            [500, RETRY, 485, 3000],
            [500, RETRY, 480, 3000],
            [500, RETRY, 475, 3000],
            [500, 'attempts', 475],
          ],
        ],
      },
    ],
    [
      'stops in later calls too, and recovers with each success',
      {
        given: { capacity: 20, cost: 10, maxRetries: 5 },
        calls: [
          [
            [500, RETRY, 10, 1000],
            [502, RETRY, 0, 2000],
            [503, 'budget', 0],
          ],
          [[500, 'budget', 0]],
          ...Array.from({ length: 9 }, (_, nth): Row[] => [[200, 'success', nth + 1]]),
          [[504, 'budget', 9]],
          [[200, 'success', 10]],
          [
            [500, RETRY, 0, 1000],
            [200, 'success', 10],
          ],
        ],
      },
    ],
    [
      'never holds more than its capacity',
      {
        given: { capacity: 10, cost: 10, maxRetries: 1 },
        calls: [
          [[200, 'success', 10]],
          [
            [500, RETRY, 0, 1000],
            [200, 'success', 10],
          ],
        ],
      },
    ],
    [
      'refuses what is not worth it before all else, and free of charge',
      {
        given: { capacity: 0, cost: 1, maxRetries: 0 },
        calls: [[[404, 'not-retryable', 0]], [[500, 'attempts', 0]]],
      },
    ],
  ])('%s', (_, { given, options, calls }) => {
    const budget = new RetryBudget({ capacity: given.capacity, costPerRetry: given.cost });
    const policy = policyWith(options, budget);
    const rowFor = (code: number, retries: number): Row => {
      if (code === 200) {
        policy.succeeded(retries > 0);
        return [code, 'success', budget.tokens];
      }
      const progress = { retries, maxRetries: given.maxRetries, remainingMs: 1e6 };
      const decision = policy.decide(status(code), progress);
      return decision.retry
        ? [code, RETRY, budget.tokens, decision.delayMs]
        : [code, decision.because, budget.tokens];
    };
    const done = calls.map((call) => call.map(([code], retries) => rowFor(code, retries)));
    expect(done).toEqual(calls);
  });

  it.each([
    ['nothing', {}, { retry: true, delayMs: 1000 }],
    ['less than the backoff', { 'retry-after': '0.3' }, { retry: true, delayMs: 1000 }],
    ['0', { 'retry-after': '0' }, { retry: true, delayMs: 1000 }],
    ['garbage', { 'retry-after': '1e9' }, { retry: true, delayMs: 1000 }],
    [
      'a past date',
      { 'retry-after': 'Tue, 15 Jan 2030 11:59:00 GMT' },
      { retry: true, delayMs: 1000 },
    ],
    ['more than the backoff', { 'retry-after': '3' }, { retry: true, delayMs: 3000 }],
    ['milliseconds', { 'retry-after-ms': '1500' }, { retry: true, delayMs: 1500 }],
    [
      'a date',
      { 'retry-after': 'Tue, 15 Jan 2030 12:00:30 GMT' },
      { retry: true, delayMs: 30_000 },
    ],
    ['all that is allowed', { 'retry-after': '60' }, { retry: true, delayMs: 60_000 }],
    ['too much', { 'retry-after': '61' }, { retry: false, because: 'retry-after' }],
    ['a day', { 'retry-after': '86400' }, { retry: false, because: 'retry-after' }],
    ['for ever', { 'retry-after': '9'.repeat(20) }, { retry: false, because: 'retry-after' }],
  ])('waits as the service asks: %s', (_, headers, expected) => {
    const progress = { retries: 0, maxRetries: 3, remainingMs: 1e6 };
    expect(policyWith().decide(status(503, headers), progress)).toEqual(expected);
  });

  it('begins no wait that ends after the deadline, and pays for none', () => {
    const budget = new RetryBudget({ capacity: 10, costPerRetry: 10 });
    const policy = policyWith({}, budget);
    const decide = (remainingMs: number) =>
      policy.decide(status(503), { retries: 0, maxRetries: 3, remainingMs });
    for (const remainingMs of [-1, 0, 999, 1000]) {
      expect(decide(remainingMs)).toEqual({ retry: false, because: 'deadline' });
    }
    expect(budget.tokens).toBe(10);
    expect(decide(1001)).toEqual({ retry: true, delayMs: 1000 });
  });

  it('spreads callers over the upper half of the wait', () => {
    const delays = Array.from({ length: 200 }, () => {
      const policy = new RetryPolicy(OPTIONS);
      const decision = policy.decide(status(503), { retries: 1, maxRetries: 3, remainingMs: 1e6 });
      return decision.retry ? decision.delayMs : -1;
    });
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(2000);
    expect(new Set(delays).size).toBeGreaterThan(50);
  });
});
