import { describe, expect, it } from '@jest/globals';
import { Counter, register, Registry } from 'prom-client';
import { reasonClass } from '../../../lib/integrations/figures/reason-class.js';
import { KaizenPrometheus, type KaizenPrometheusOptions } from '../../../lib/metrics.js';
import { HOSTILE, tellEverything, tellWords } from './events.js';

/** The samples of a registry, without the buckets: `name{labels} value`. */
async function samplesOf(registry: Registry): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#') && !line.includes('_bucket{'));
}

function create(options: KaizenPrometheusOptions = {}) {
  const registry = new Registry();
  return { registry, prometheus: new KaizenPrometheus({ registry, ...options }) };
}

const WHO = 'client="default",operation="promptsEncode"';

describe('KaizenPrometheus', () => {
  it('counts every event', async () => {
    const { registry, prometheus } = create();
    tellEverything(prometheus);
    expect(await samplesOf(registry)).toEqual([
      `kaizen_requests_total{${WHO},outcome="ok",served_by="embedded",error_code="none"} 1`,
      `kaizen_requests_total{${WHO},outcome="error",served_by="http",error_code="KAIZEN_TIMEOUT"} 1`,
      `kaizen_request_duration_seconds_sum{${WHO},outcome="ok",served_by="embedded"} 0.004`,
      `kaizen_request_duration_seconds_count{${WHO},outcome="ok",served_by="embedded"} 1`,
      `kaizen_request_duration_seconds_sum{${WHO},outcome="error",served_by="http"} 3`,
      `kaizen_request_duration_seconds_count{${WHO},outcome="error",served_by="http"} 1`,
      `kaizen_retries_total{${WHO},reason="503"} 1`,
      `kaizen_fallbacks_total{${WHO},reason="KAIZEN_CONNECTION_FAILED"} 1`,
      `kaizen_cache_requests_total{${WHO},outcome="hit"} 1`,
      `kaizen_cache_duration_seconds_sum{client="default",outcome="hit"} 0.002`,
      `kaizen_cache_duration_seconds_count{client="default",outcome="hit"} 1`,
      `kaizen_compression_bytes_total{${WHO},form="json"} 200`,
      `kaizen_compression_bytes_total{${WHO},form="ktof"} 120`,
      `kaizen_compression_tokens_total{${WHO},model="gpt-4o",form="json",counted="exactly"} 60`,
      `kaizen_compression_tokens_total{${WHO},model="gpt-4o",form="ktof",counted="exactly"} 40`,
      'kaizen_circuit_state{client="default",state="closed"} 0',
      'kaizen_circuit_state{client="default",state="open"} 1',
      'kaizen_circuit_state{client="default",state="half-open"} 0',
      'kaizen_verification_failures_total{client="default",operation="compress"} 1',
    ]);
  });

  it('names them as it is told, with labels of the app', async () => {
    const { registry, prometheus } = create({
      prefix: 'orders_',
      labels: { app: 'orders' },
      buckets: [0.5, 1],
    });
    prometheus.recordRequest({
      client: 'eu',
      operation: 'compress',
      requestId: 'r',
      outcome: 'ok',
      servedBy: 'http',
      durationMs: 700,
    });
    const text = await registry.metrics();
    const who = 'app="orders",client="eu",operation="compress",outcome="ok",served_by="http"';
    expect(text).toContain(`orders_requests_total{${who},error_code="none"} 1\n`);
    expect(text.match(/^orders_request_duration_seconds_bucket.*$/gm)).toEqual([
      `orders_request_duration_seconds_bucket{le="0.5",${who}} 0`,
      `orders_request_duration_seconds_bucket{le="1",${who}} 1`,
      `orders_request_duration_seconds_bucket{le="+Inf",${who}} 1`,
    ]);
  });

  it('adds to what is there when a registry has its figures already, as after a hot reload', async () => {
    const { registry, prometheus } = create({ labels: { app: 'a' } });
    const again = new KaizenPrometheus({ registry, labels: { app: 'b' } });
    for (const each of [prometheus, again, again]) {
      each.recordVerificationFailure({ client: 'default', operation: 'compress' });
    }
    const name = 'kaizen_verification_failures_total';
    expect(await samplesOf(registry)).toEqual([
      `${name}{app="a",client="default",operation="compress"} 1`,
      `${name}{app="b",client="default",operation="compress"} 2`,
    ]);
  });

  it('uses the registry of prom-client by default', () => {
    const { registry } = new KaizenPrometheus();
    expect(registry).toBe(register);
    expect(register.getSingleMetric('kaizen_requests_total')).toBeInstanceOf(Counter);
    register.clear();
  });

  it.each<[string, KaizenPrometheusOptions]>([
    ['other labels', { labels: { app: 'orders' } }],
    ['other buckets', { buckets: [1, 2] }],
  ])('refuses a registry that has its figures with %s', (_, options) => {
    const { registry } = create();
    const make = () => new KaizenPrometheus({ registry, ...options });
    expect(make).toThrow(/^The registry has "kaizen_.*" with other labels or buckets\. Give all/);
  });

  it('refuses a registry where its names mean something else', () => {
    const registry = new Registry();
    new Counter({ name: 'kaizen_circuit_state', help: 'h', registers: [registry] });
    expect(() => new KaizenPrometheus({ registry })).toThrow(/"kaizen_circuit_state"/);
  });

  it.each<[string, object]>([
    ['prefix', { prefix: 'my app' }],
    ['prefix', { prefix: '1st_' }],
    ['buckets', { buckets: [] }],
    ['buckets', { buckets: [2, 1] }],
    ['buckets', { buckets: [0, 1] }],
    ['buckets', { buckets: [1, Infinity] }],
    ['labels', { labels: { client: 'x' } }],
    ['labels', { labels: { le: 'x' } }],
    ['labels', { labels: { 'a-b': 'x' } }],
    ['labels', { labels: { __name__: 'x' } }],
    ['labels', { labels: { app: 1 } }],
    ['labels', { labels: [] }],
    ['registry', { registry: {} }],
    ['maxModels', { maxModels: 0 }],
    ['maxClient', { maxClient: 3 }],
  ])('refuses a wrong %s: %j', (option, options) => {
    const make = () => new KaizenPrometheus({ registry: new Registry(), ...options });
    expect(make).toThrow(expect.objectContaining({ code: 'KAIZEN_INVALID_OPTION', option }));
  });
});

describe('its labels', () => {
  it('have a bounded number of values, whatever events hold', async () => {
    const { registry, prometheus } = create({ maxClients: 3, maxModels: 2 });
    tellWords(
      prometheus,
      Array.from({ length: 2000 }, (_, index) => `word-${index}`),
    );
    const samples = await samplesOf(registry);
    // Four clients and three models, `other` among them: what is told of each is a known few.
    expect(samples.length).toBeLessThan(4 * 15 + 3 * 8);
    expect(samples.join('\n')).toContain('client="word-2"');
    expect(samples.join('\n')).not.toContain('word-3"');
    expect(samples).toContain(
      'kaizen_requests_total{client="other",operation="other",outcome="other",served_by="other",error_code="other"} 1997',
    );
  });

  it('have that number of values in a registry, however many count in it', async () => {
    const { registry, prometheus } = create({ maxClients: 3, maxModels: 2 });
    const words = (from: string) => Array.from({ length: 9 }, (_, nth) => `${from}-${nth}`);
    tellWords(prometheus, words('first'));
    const again = new KaizenPrometheus({ registry, maxClients: 3, maxModels: 2 });
    tellWords(again, words('second'));
    tellWords(again, words('first'));
    const text = await registry.metrics();
    const values = (label: string) =>
      new Set(
        [...text.matchAll(new RegExp(`[{,]${label}="([^"]*)"`, 'g'))].map(([, value]) => value),
      );
    expect(values('client')).toEqual(new Set(['first-0', 'first-1', 'first-2', 'other']));
    expect(values('model')).toEqual(new Set(['first-0', 'first-1', 'other']));
    registry.clear();
    tellWords(new KaizenPrometheus({ registry }), ['third']);
    expect(await registry.metrics()).toContain('client="third"');
  });

  it('show neither secrets nor prompts, and break no line', async () => {
    const { registry, prometheus } = create();
    tellWords(prometheus, HOSTILE);
    const text = await registry.metrics();
    expect(text).not.toMatch(/sk-proj|Bearer|Miller|fake_metric|xxx|\u202e/);
    const values = [...text.matchAll(/(?<!le)="([^"]*)"/g)].map(([, value]) => value);
    expect(new Set(values)).toEqual(
      new Set([
        'other',
        '__proto__',
        'constructor',
        'json',
        'ktof',
        'exactly',
        'estimated',
        'closed',
        'open',
        'half-open',
      ]),
    );
  });

  it('are full of what came first: hostile words take no room', async () => {
    const { registry, prometheus } = create({ maxClients: 1 });
    tellWords(prometheus, HOSTILE.slice(0, 4));
    tellEverything(prometheus);
    expect(await registry.metrics()).toContain('kaizen_retries_total{client="default"');
  });

  it('leave out values that would spoil a sum', async () => {
    const { registry, prometheus } = create();
    const call = { client: 'default', operation: 'compress', requestId: 'r' };
    for (const bytes of [Number.NaN, -1, Infinity]) {
      prometheus.recordCompression({ ...call, jsonBytes: bytes, ktofBytes: 1, tokens: [] });
    }
    const who = 'client="default",operation="compress"';
    expect(await samplesOf(registry)).toEqual([
      `kaizen_compression_bytes_total{${who},form="ktof"} 3`,
    ]);
  });
});

describe('reasonClass', () => {
  it.each([
    ['503', '503'],
    ['429', '429'],
    ['418', '4xx'],
    ['599', '5xx'],
    ['timeout-read', 'timeout-read'],
    ['timeout-of-mine', 'other'],
    ['ECONNRESET', 'connection'],
    ['UND_ERR_SOCKET', 'connection'],
    ['HTTP_502', 'connection'],
    ['CERT_HAS_EXPIRED', 'connection'],
    ['proxy', 'connection'],
    ['aborted', 'other'],
    ['My prompt is long', 'other'],
    ['999', 'other'],
    ['', 'other'],
  ])('makes of %j %j', (reason, expected) => {
    expect(reasonClass(reason)).toBe(expected);
  });
});
