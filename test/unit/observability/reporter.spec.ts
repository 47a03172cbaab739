import { describe, expect, it } from '@jest/globals';
import { KaizenAbortError } from '../../../lib/errors/abort.error.js';
import { KaizenServerError } from '../../../lib/errors/server.error.js';
import { createReporter } from '../../../lib/observability/create-reporter.js';
import type { LogRecord } from '../../../lib/observability/log-record.js';
import { warnOfRisks } from '../../../lib/observability/warn-of-risks.js';
import type { KaizenOptions } from '../../../lib/options/kaizen-options.js';
import type { KaizenMetricsCollector } from '../../../lib/options/report-options.js';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';

type Line = readonly [level: string, record: LogRecord];

function create(options: KaizenOptions = {}, name = 'eu') {
  const lines: Line[] = [];
  const events: [method: string, event: Record<string, unknown>][] = [];
  const to = (level: string) => (record: unknown) => void lines.push([level, record as LogRecord]);
  const logger = { debug: to('debug'), log: to('log'), warn: to('warn'), error: to('error') };
  const note = (method: string) => (event: object) => void events.push([method, { ...event }]);
  const metrics: KaizenMetricsCollector = {
    recordRequest: note('request'),
    recordCompression: note('compression'),
    recordCache: note('cache'),
    recordRetry: note('retry'),
    recordFallback: note('fallback'),
    recordCircuit: note('circuit'),
    recordVerificationFailure: note('verification'),
  };
  const resolved = resolveKaizenOptions({ logger, metrics, ...options }, {});
  const texts = () => lines.map(([level, record]) => `${level}: ${String(record)}`);
  return { reporter: createReporter(name, resolved), lines, texts, events };
}

const CALL = { operation: 'compress', requestId: 'r-1' };
const ANSWER = {
  result: 'a: 1',
  stats: { originalBytes: 200, compressedBytes: 150 },
  tokenStats: {
    'gpt-4o': { original: 60, compressed: 40, method: 'exact' },
    'claude-x': { original: 70, compressed: 75 },
  },
} as const;
const DOWN = new KaizenServerError('It is down. Call later.', { statusCode: 503, attempts: 3 });

describe('Reporter', () => {
  it('warns of each event and tells the metrics, both with the name of the client', () => {
    const { reporter, lines, texts, events } = create();
    reporter.retrying({ ...CALL, attempt: 2, reason: '503', delayMs: 40 });
    reporter.fellBack(CALL, DOWN);
    reporter.circuitChanged('open');
    reporter.verificationFailed({ operation: 'compress' });
    expect(texts()).toEqual([
      'warn: [eu] compress failed (503); attempt 2 in 40 ms',
      'warn: [eu] compress is answered by the embedded engine: It is down. Call later. ' +
        'See nestjs-kaizen/docs/TROUBLESHOOTING.md#the-service-refuses.',
      'warn: [eu] The circuit breaker is open',
      'warn: [eu] compress returned compact JSON: its KTOF did not decode to the same data. Please report it.',
    ]);
    expect(events).toEqual([
      ['retry', { client: 'eu', ...CALL, attempt: 2, reason: '503', delayMs: 40 }],
      ['fallback', { client: 'eu', ...CALL, reason: 'KAIZEN_SERVICE_FAILED' }],
      ['circuit', { client: 'eu', state: 'open' }],
      ['verification', { client: 'eu', operation: 'compress' }],
    ]);
    expect({ ...lines[0]![1] }).toEqual({
      msg: '[eu] compress failed (503); attempt 2 in 40 ms',
      event: 'kaizen.retry',
      ...events[0]![1],
    });
  });

  it('tells of a call at its end: sizes first, then the request', () => {
    const { reporter, events } = create();
    const watch = reporter.begin({ ...CALL, transport: 'http' });
    watch.answered({ servedBy: 'embedded', attempts: 2, cache: 'miss' });
    watch.succeeded(ANSWER);
    watch.failed(DOWN);
    const who = { client: 'eu', ...CALL };
    const tokens = [
      { model: 'gpt-4o', before: 60, after: 40, exact: true },
      { model: 'claude-x', before: 70, after: 75, exact: false },
    ];
    const durationMs = expect.any(Number);
    expect(events).toEqual([
      ['compression', { ...who, jsonBytes: 200, ktofBytes: 150, tokens }],
      [
        'request',
        { ...who, outcome: 'ok', durationMs, servedBy: 'embedded', attempts: 2, cache: 'miss' },
      ],
    ]);
  });

  it('tells of a call that failed with the code of its error', () => {
    const { reporter, events, texts } = create();
    reporter.begin({ ...CALL, transport: 'http' }).failed(DOWN);
    expect(events).toMatchObject([
      [
        'request',
        {
          ...{ outcome: 'error', errorCode: 'KAIZEN_SERVICE_FAILED', statusCode: 503 },
          ...{ servedBy: 'http', attempts: 3 },
        },
      ],
    ]);
    expect(texts()).toEqual([
      expect.stringMatching(
        /^error: \[eu\] compress failed in [\d.]+ ms, http after 3 attempts: It is down/,
      ),
    ]);
  });

  it.each([
    ['off', []],
    ['error', ['error']],
    ['warn', ['warn', 'error']],
    ['info', ['log', 'warn', 'error', 'log']],
    ['debug', ['debug', 'log', 'debug', 'warn', 'error', 'debug', 'log']],
  ] as const)('writes with logLevel %s the lines of levels %j', (logLevel, levels) => {
    const { reporter, lines } = create({ logLevel });
    reporter.begin({ ...CALL, transport: 'http' }).succeeded(ANSWER);
    const failing = reporter.begin({ ...CALL, transport: 'http' });
    reporter.circuitChanged('open');
    failing.failed(DOWN);
    const left = reporter.begin({ ...CALL, transport: 'http' });
    left.failed(new KaizenAbortError('The caller went away.'));
    expect(lines.map(([level]) => level)).toEqual(levels);
  });

  it('looks into no payload and no answer for lines that nobody writes', () => {
    const { reporter } = create({ logLevel: 'info', metrics: [] });
    const looked: string[] = [];
    const watched = (name: string) =>
      new Proxy({}, { get: (_, field) => void looked.push(`${name}.${String(field)}`) });
    const watch = reporter.begin({ ...CALL, transport: 'embedded', payload: watched('payload') });
    watch.succeeded(watched('answer'));
    expect(looked).toEqual(['answer.stats', 'answer.tokenStats']);
  });

  it('has payloads in lines only when told so, cut, and without what is named', () => {
    const options = { logLevel: 'debug', logPayloads: true, redact: ['user.email'] } as const;
    const { reporter, lines } = create(options);
    const payload = {
      prompt: {
        user: { email: 'a@b.example', name: 'Ada' },
        text: 'x'.repeat(5000),
        password: 'p',
      },
    };
    const watch = reporter.begin({ ...CALL, transport: 'embedded', payload });
    watch.succeeded(ANSWER);
    expect(lines[0]![1]).toMatchObject({
      payload: { prompt: { user: { email: '[redacted]', name: 'Ada' }, password: '[redacted]' } },
    });
    expect(JSON.stringify(lines[0]![1]).length).toBeLessThan(2600);
    expect(lines[1]![1]).toMatchObject({ result: 'a: 1' });
    const told = { operation: 'compress', requestId: 'r', transport: 'embedded' } as const;
    const text = '[{"email":"joe@b.example"}]';
    reporter.begin({ ...told, payload: { data: text } }).succeeded({ result: `t: ${text}` });
    expect(JSON.stringify(lines.slice(2))).not.toContain('joe@b.example');
    const silent = create({ logLevel: 'debug' });
    silent.reporter.begin({ ...CALL, transport: 'embedded', payload });
    expect(JSON.stringify(silent.lines)).not.toContain('Ada');
  });

  it('writes its name though a proxy knows it by the same', () => {
    const proxyAuth = { username: 'europe', password: 'pw-9c1f' };
    const { reporter, texts } = create({ proxyAuth }, 'europe');
    reporter.circuitChanged('open');
    expect(texts()).toEqual(['warn: [europe] The circuit breaker is open']);
  });

  it('says nothing of an error that is not ours but its name', () => {
    const { reporter, lines } = create();
    reporter.begin({ ...CALL, transport: 'embedded' }).failed(new RangeError('the prompt itself'));
    reporter.begin({ ...CALL, transport: 'embedded' }).failed('the prompt itself');
    expect(lines.map(([, record]) => record)).toMatchObject([
      { errorCode: 'UNKNOWN', error: { name: 'RangeError' } },
      { errorCode: 'UNKNOWN', error: { name: 'string' } },
    ]);
    expect(JSON.stringify(lines)).not.toContain('itself');
  });

  it('adds up savings by operation and model, exact and estimated and cached apart', () => {
    const prices = { 'gpt-4o': { inputPerMillion: 2.5, currency: 'USD' } };
    const { reporter } = create({ prices });
    for (const cache of ['miss', 'hit', undefined] as const) {
      const watch = reporter.begin({ ...CALL, transport: 'http' });
      watch.answered({ servedBy: 'http', ...(cache && { cache }) });
      watch.succeeded(ANSWER);
    }
    const { client, operations } = reporter.savings.snapshot();
    const none = { calls: 0, before: 0, after: 0, saved: 0 };
    expect({ client, operations }).toEqual({
      client: 'eu',
      operations: {
        compress: {
          answered: {
            ...{ calls: 2, measured: 2, bytes: { before: 400, after: 300, saved: 100 } },
            models: {
              'gpt-4o': {
                exact: { calls: 2, before: 120, after: 80, saved: 40 },
                estimated: none,
                cost: {
                  before: 0.0003,
                  after: 0.0002,
                  saved: expect.closeTo(0.0001, 12),
                  currency: 'USD',
                  isEstimate: false,
                },
              },
              'claude-x': {
                exact: none,
                estimated: { calls: 2, before: 140, after: 150, saved: -10 },
              },
            },
          },
          cached: expect.objectContaining({ calls: 1, bytes: expect.anything() }),
        },
      },
    });
  });

  it('gives savings that do not change, and bounds their models', () => {
    const { reporter } = create();
    for (let nth = 0; nth < 150; nth += 1) {
      const watch = reporter.begin({ ...CALL, transport: 'http' });
      watch.succeeded({ ...ANSWER, tokenStats: { [`m-${nth}`]: { original: 2, compressed: 1 } } });
    }
    const before = reporter.savings.snapshot();
    const { models } = before.operations['compress']!.answered;
    expect(Object.keys(models)).toHaveLength(101);
    expect(models['other']?.estimated.calls).toBe(50);
    expect(() => Object.assign(before.operations['compress']!.answered, { calls: 0 })).toThrow();
    expect(reporter.savings.reset()).toEqual(before);
    expect(reporter.savings.snapshot().operations).toEqual({});
    expect(before.operations['compress']!.answered.calls).toBe(150);
  });

  it.each<[string, KaizenOptions, number]>([
    ['any certificate is trusted', { baseUrl: 'https://k.example', rejectUnauthorized: false }, 1],
    ['the key travels in plain text', { baseUrl: 'http://k.example', apiKey: 'k' }, 1],
    ['both', { baseUrl: 'http://k.example', apiKey: 'k', rejectUnauthorized: false }, 2],
    ['not on this machine', { baseUrl: 'http://127.0.0.1:3000', apiKey: 'k' }, 0],
    ['not over TLS', { baseUrl: 'https://k.example', apiKey: 'k' }, 0],
    ['not in the process', { transport: 'embedded', rejectUnauthorized: false }, 0],
  ])('says aloud what others could read: %s', (_, options, count) => {
    const { reporter, lines } = create(options);
    warnOfRisks(resolveKaizenOptions(options, {}), reporter);
    expect(lines).toHaveLength(count);
  });
});
