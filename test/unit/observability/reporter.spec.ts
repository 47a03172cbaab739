import { describe, expect, it } from '@jest/globals';
import { KaizenServerError } from '../../../lib/errors/server.error.js';
import { Reporter } from '../../../lib/observability/reporter.js';
import { warnOfRisks } from '../../../lib/observability/warn-of-risks.js';
import { type KaizenOptions } from '../../../lib/options/kaizen-options.js';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';

function create() {
  const warnings: unknown[] = [];
  const events: unknown[] = [];
  const logger = {
    log: () => undefined,
    error: () => undefined,
    warn: (message: unknown) => void warnings.push(message),
  };
  const reporter = new Reporter('eu', logger, {
    recordRetry: (event) => events.push(['retry', event]),
    recordFallback: (event) => events.push(['fallback', event]),
    recordCircuit: (event) => events.push(['circuit', event]),
    recordVerificationFailure: (event) => events.push(['verification', event]),
  });
  return { reporter, warnings, events };
}

describe('Reporter', () => {
  it('warns of each event and tells the metrics, both with the name of the client', () => {
    const { reporter, warnings, events } = create();
    const call = { operation: 'compress', requestId: 'r-1' };
    reporter.retrying({ ...call, attempt: 2, reason: '503', delayMs: 40 });
    reporter.fellBack(call, new KaizenServerError('It is down. Call later.', { statusCode: 503 }));
    reporter.circuitChanged('open');
    reporter.verificationFailed({ operation: 'compress' });
    expect(warnings).toEqual([
      '[eu] compress failed (503); attempt 2 in 40 ms',
      '[eu] compress is answered by the embedded engine: It is down. Call later.',
      '[eu] The circuit breaker is open',
      '[eu] compress returned compact JSON: its KTOF did not decode to the same data. Please report it.',
    ]);
    expect(events).toEqual([
      ['retry', { client: 'eu', ...call, attempt: 2, reason: '503', delayMs: 40 }],
      ['fallback', { client: 'eu', ...call, reason: 'KAIZEN_SERVICE_FAILED' }],
      ['circuit', { client: 'eu', state: 'open' }],
      ['verification', { client: 'eu', operation: 'compress' }],
    ]);
  });

  it.each<[string, KaizenOptions, number]>([
    ['any certificate is trusted', { baseUrl: 'https://k.example', rejectUnauthorized: false }, 1],
    ['the key travels in plain text', { baseUrl: 'http://k.example', apiKey: 'k' }, 1],
    ['both', { baseUrl: 'http://k.example', apiKey: 'k', rejectUnauthorized: false }, 2],
    ['not on this machine', { baseUrl: 'http://127.0.0.1:3000', apiKey: 'k' }, 0],
    ['not over TLS', { baseUrl: 'https://k.example', apiKey: 'k' }, 0],
    ['not in the process', { transport: 'embedded', rejectUnauthorized: false }, 0],
  ])('says aloud what others could read: %s', (_, options, count) => {
    const { reporter, warnings } = create();
    warnOfRisks(resolveKaizenOptions(options, {}), reporter);
    expect(warnings).toHaveLength(count);
    expect(String(warnings)).not.toContain('apiKey: k');
  });
});
