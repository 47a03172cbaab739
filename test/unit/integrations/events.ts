import type { KaizenMetricsCollector } from '../../../lib/options/report-options.js';

const call = { client: 'default', operation: 'promptsEncode', requestId: 'r-1' };

/** Tells a collector one event of each kind, and of calls one that went well and one that failed. */
export function tellEverything(collector: Required<KaizenMetricsCollector>): void {
  const tokens = [{ model: 'gpt-4o', before: 60, after: 40, exact: true }];
  collector.recordCompression({ ...call, jsonBytes: 200, ktofBytes: 120, tokens });
  collector.recordRequest({ ...call, outcome: 'ok', durationMs: 4, servedBy: 'embedded' });
  collector.recordRequest({
    ...call,
    outcome: 'error',
    errorCode: 'KAIZEN_TIMEOUT',
    durationMs: 3000,
    servedBy: 'http',
  });
  collector.recordRetry({ ...call, attempt: 2, reason: '503', delayMs: 10 });
  collector.recordCache({ ...call, outcome: 'hit', durationMs: 2 });
  collector.recordFallback({ ...call, reason: 'KAIZEN_CONNECTION_FAILED' });
  collector.recordCircuit({ client: 'default', state: 'open' });
  collector.recordVerificationFailure({ client: 'default', operation: 'compress' });
}

/** What nobody should find in a label: keys, a prompt, what breaks a text format, what is too long. */
export const HOSTILE: readonly unknown[] = [
  'sk-proj-abcdefghijklmnop1234',
  'Bearer abcdefghijklmnopqrstuvwxyz012345',
  'Summarise the\nletter of Ms. Miller',
  '"} 1\nfake_metric 7',
  '__proto__',
  'constructor',
  'x'.repeat(10_000),
  '\u0000\u202e',
  '',
  null,
  undefined,
  Number.NaN,
  { toString: () => 'object' },
  ['promptsEncode'],
];

/** Tells a collector events that hold these words wherever a word can be. */
export function tellWords(collector: Required<KaizenMetricsCollector>, words: readonly unknown[]) {
  for (const word of words) {
    const any = word as never;
    const told = { client: any, operation: any, requestId: any };
    const tokens = [{ model: any, before: 2, after: 1, exact: any }];
    collector.recordCompression({ ...told, jsonBytes: 2, ktofBytes: 1, tokens });
    const outcome = { outcome: any, errorCode: any, servedBy: any, cache: any };
    collector.recordRequest({ ...told, ...outcome, durationMs: 1 });
    collector.recordRetry({ ...told, attempt: 2, reason: any, delayMs: 1 });
    collector.recordCache({ ...told, outcome: any, durationMs: 1 });
    collector.recordFallback({ ...told, reason: any });
    collector.recordCircuit({ client: any, state: any });
    collector.recordVerificationFailure({ client: any, operation: any });
  }
}
