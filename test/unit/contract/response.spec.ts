import { describe, expect, it } from '@jest/globals';
import { instanceToPlain } from 'class-transformer';
import { KaizenResponseError } from '../../../lib/errors/response.error.js';
import { hydrateResponse } from '../../../lib/contract/hydrate-response.js';
import { type KaizenOperation, OPERATIONS } from '../../../lib/contract/operations.js';
import { CompressionStats } from '../../../lib/contract/responses/compression-stats.js';
import { CompressResponse } from '../../../lib/contract/responses/compress-response.js';
import { DecompressResponse } from '../../../lib/contract/responses/decompress-response.js';
import { HealthResponse } from '../../../lib/contract/responses/health-response.js';
import { OptimizeRequestResponse } from '../../../lib/contract/responses/optimize-request-response.js';
import { OptimizeResponseResponse } from '../../../lib/contract/responses/optimize-response-response.js';
import { OptimizeResponse } from '../../../lib/contract/responses/optimize-response.js';
import { PromptDecodeResponse } from '../../../lib/contract/responses/prompt-decode-response.js';
import { PromptEncodeResponse } from '../../../lib/contract/responses/prompt-encode-response.js';
import { TokenStats } from '../../../lib/contract/responses/token-stats.js';

const CLASSES: Record<KaizenOperation, new () => object> = {
  health: HealthResponse,
  compress: CompressResponse,
  decompress: DecompressResponse,
  optimize: OptimizeResponse,
  optimizeRequest: OptimizeRequestResponse,
  optimizeResponse: OptimizeResponseResponse,
  promptsEncode: PromptEncodeResponse,
  promptsDecode: PromptDecodeResponse,
};
const names = (Object.keys(OPERATIONS) as KaizenOperation[]).filter((name) => name !== 'health');

const documented = (operation: KaizenOperation, more: object = {}) => ({
  status: 'ok',
  operation: OPERATIONS[operation].wireName,
  result: 'a: 1',
  stats: { original_bytes: 2048, compressed_bytes: 612, reduction_ratio: 0.299 },
  ...more,
});
const service = (operation: KaizenOperation, more: object = {}) => ({
  status: 'success',
  operation: OPERATIONS[operation].wireName.replace('.', '_'),
  result: 'a: 1',
  stats: { original_length: 2048, optimized_length: 612, reduction: 1436, reduction_ratio: 0.701 },
  ...more,
});

function refusal(operation: KaizenOperation, body: unknown): KaizenResponseError {
  try {
    hydrateResponse(operation, body, { requestId: 'req-1' });
  } catch (error) {
    if (error instanceof KaizenResponseError) return error;
    throw error;
  }
  throw new Error(`${operation} accepted the response`);
}

function nest(levels: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { value };
  return value;
}

describe('hydrateResponse', () => {
  it.each(names)('reads both dialects of %s into one model', (operation) => {
    const one = hydrateResponse(operation, documented(operation));
    const two = hydrateResponse(operation, service(operation));
    expect(one).toBeInstanceOf(CLASSES[operation]);
    expect(two).toBeInstanceOf(CLASSES[operation]);
    const expected = { status: 'ok', operation: OPERATIONS[operation].wireName, result: 'a: 1' };
    expect(one).toMatchObject({ ...expected, stats: { bytesSaved: 1436 }, extra: {} });
    expect(two).toMatchObject({ ...expected, stats: { bytesSaved: 1436 }, extra: {} });
  });

  it('keeps the ratio as received beside the figures derived from the sizes', () => {
    const { stats: one } = hydrateResponse('optimize', documented('optimize'));
    const { stats: two } = hydrateResponse('optimize', service('optimize'));
    expect(one).toBeInstanceOf(CompressionStats);
    expect([one.reductionRatio, two.reductionRatio]).toEqual([0.299, 0.701]);
    expect([one.originalBytes, one.compressedBytes]).toEqual([2048, 612]);
    expect(one.savedPercent).toBeCloseTo(70.117, 3);
    expect(two.savedPercent).toBe(one.savedPercent);
  });

  it.each([
    [0, 4, -4, 0],
    [100, 150, -50, -50],
    [100, 100, 0, 0],
  ])('derives honest figures from %d and %d bytes', (before, after, saved, percent) => {
    const sizes = { original_bytes: before, compressed_bytes: after, reduction_ratio: 1 };
    const { stats } = hydrateResponse('optimize', documented('optimize', { stats: sizes }));
    expect([stats.bytesSaved, stats.savedPercent]).toEqual([saved, percent]);
  });

  it('reads token stats from either dialect', () => {
    const tokens = { 'gpt-4o': { original: 100, compressed: 60 } };
    const sides = {
      raw: { 'gpt-4o': { tokens: 100, bytes: 300 } },
      optimized: { 'gpt-4o': { tokens: 60, bytes: 200 } },
    };
    for (const token_stats of [tokens, sides]) {
      const response = hydrateResponse(
        'promptsEncode',
        documented('promptsEncode', { token_stats }),
      );
      const stats = response.tokenStats['gpt-4o'];
      expect(stats).toBeInstanceOf(TokenStats);
      expect(stats).toMatchObject({ original: 100, compressed: 60, tokensSaved: 40 });
      expect(stats?.savedPercent).toBe(40);
    }
  });

  it('keeps how tokens were counted, where the service says', () => {
    const counted = { original: 9, compressed: 7, method: 'estimate', encoding: 'o200k_base' };
    const body = documented('optimize', { token_stats: { raw: counted, optimized: counted } });
    const { tokenStats } = hydrateResponse('optimize', body);
    expect(tokenStats['raw']).toMatchObject({ method: 'estimate', encoding: 'o200k_base' });
  });

  it('writes the derived figures to JSON and through class-transformer', () => {
    const token_stats = { m: { original: 10, compressed: 5 } };
    const response = hydrateResponse('optimize', documented('optimize', { token_stats }));
    const json = JSON.parse(JSON.stringify(response)) as unknown;
    const expected = { stats: { bytesSaved: 1436 }, tokenStats: { m: { savedPercent: 50 } } };
    expect(json).toMatchObject(expected);
    expect(instanceToPlain(response)).toMatchObject(expected);
  });

  it.each(['result', 'data'])('finds the value of a decoding in %s', (field) => {
    for (const value of [{ a: 1 }, null, 0, '']) {
      const body = { status: 'ok', operation: 'decompress', [field]: value };
      expect(hydrateResponse('decompress', body).result).toBe(value);
    }
  });

  it('prefers result to data, and keeps data', () => {
    const body = { status: 'ok', operation: 'decompress', result: 1, data: 2 };
    expect(hydrateResponse('decompress', body)).toMatchObject({ result: 1, extra: { data: 2 } });
  });

  it('finds the echoed metadata in either dialect', () => {
    const echo = { tenant: 'a' };
    const one = documented('promptsEncode', { metadata: echo });
    const meta = { client_metadata: echo, replacements: [] };
    const two = service('promptsEncode', { meta });
    expect(hydrateResponse('promptsEncode', one).metadata).toBe(echo);
    expect(hydrateResponse('promptsEncode', two).metadata).toBe(echo);
    expect(hydrateResponse('promptsEncode', two).meta).toBe(meta);
  });

  it('reads absent and null optional fields alike', () => {
    const nulls = { stats: null, meta: null, metadata: null, token_stats: null, request_id: null };
    const body = { status: 'ok', operation: 'compress', result: 'x' };
    const response = hydrateResponse('compress', { ...body, ...nulls });
    expect(response).toStrictEqual(hydrateResponse('compress', body));
    expect({ ...response }).toStrictEqual({ ...body, tokenStats: {}, extra: {} });
  });

  it('fills in an operation that the service left out', () => {
    const response = hydrateResponse('optimizeRequest', {
      ...documented('optimizeRequest'),
      operation: undefined,
    });
    expect(response.operation).toBe('optimize.request');
  });

  it('says who served the call, and takes the request id from the caller before the body', () => {
    const body = documented('optimize', { request_id: 'from-body' });
    const context = { requestId: 'from-header', servedBy: 'http' } as const;
    expect(hydrateResponse('optimize', body)).toMatchObject({ requestId: 'from-body' });
    expect(hydrateResponse('optimize', body, context)).toMatchObject(context);
  });

  it('keeps unknown fields, of the envelope and of stats', () => {
    const stats = { ...documented('optimize').stats, took_ms: 3 };
    const body = documented('optimize', { stats, trace: { id: 1 } });
    const response = hydrateResponse('optimize', body);
    expect(response.extra).toStrictEqual({ trace: { id: 1 } });
    expect(response.stats.extra).toStrictEqual({ took_ms: 3 });
  });

  it('passes opaque values by reference, however large or deep', () => {
    const rows = Array.from({ length: 5_000 }, (_, id) => ({ id, name: 'a name' }));
    for (const value of [rows, nest(20_000)]) {
      const meta = { value };
      const metadata = { value };
      const body = documented('promptsDecode', { result: value, meta, metadata, more: value });
      const response = hydrateResponse('promptsDecode', body);
      expect(response.result === value).toBe(true);
      expect(response.meta).toBe(meta);
      expect(response.metadata).toBe(metadata);
      expect(response.extra['more'] === value).toBe(true);
    }
  });

  it('names deep rubbish in a typed field instead of walking it', () => {
    const body = documented('optimize', { status: nest(20_000), stats: nest(20_000) });
    expect(refusal('optimize', body).fields).toEqual(
      expect.arrayContaining(['status', 'stats.original_bytes']),
    );
  });

  it('never makes a prototype of what a body says', () => {
    const text = JSON.stringify(documented('optimize', { token_stats: {} }));
    const evil = '"__proto__":{"polluted":true},"constructor":{"polluted":true}';
    const model = '"token_stats":{"__proto__":{"original":2,"compressed":1}}';
    const body: unknown = JSON.parse(text.replace('"token_stats":{}', `${model},${evil}`));
    const response = hydrateResponse('optimize', body) as OptimizeResponse & { polluted?: unknown };
    expect(response).toBeInstanceOf(OptimizeResponse);
    expect(response.polluted).toBeUndefined();
    expect(Object.getPrototypeOf(response.extra)).toBe(Object.prototype);
    expect(Object.keys(response.extra).sort()).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(response.tokenStats)).toBe(Object.prototype);
    expect(Object.keys(response.tokenStats)).toEqual(['__proto__']);
  });

  it.each<[KaizenOperation, unknown, string[]]>([
    ['compress', null, ['$']],
    ['compress', '<html>', ['$']],
    ['compress', [], ['$']],
    ['compress', {}, ['status', 'result']],
    ['compress', { status: 'error', result: 'x' }, ['status']],
    ['compress', { status: 'ok', result: 5 }, ['result']],
    ['compress', { status: 'ok', data: 'x' }, ['result']],
    ['decompress', { status: 'ok' }, ['result']],
    ['compress', { status: 'ok', operation: 5, result: 'x' }, ['operation']],
    ['compress', { status: 'ok', result: 'x', stats: 'none' }, ['stats.original_bytes']],
    ['optimize', { status: 'ok', result: 'x' }, ['stats']],
    ['optimizeRequest', { status: 'ok', result: 'x', stats: null }, ['stats']],
    ['optimizeResponse', { status: 'ok', result: 1 }, ['stats']],
    ['promptsEncode', { status: 'ok', result: 'x' }, ['stats']],
    ['promptsEncode', documented('promptsEncode', { meta: [] }), ['meta']],
    ['promptsEncode', documented('promptsEncode', { metadata: 'x' }), ['metadata']],
    ['promptsEncode', documented('promptsEncode', { token_stats: [] }), ['token_stats']],
    [
      'promptsEncode',
      documented('promptsEncode', { token_stats: { 'gpt-4o': { original: 5 } } }),
      ['token_stats.gpt-4o.compressed'],
    ],
    [
      'promptsEncode',
      service('promptsEncode', { token_stats: { raw: { m: { tokens: 1 } }, optimized: {} } }),
      ['token_stats.m.compressed'],
    ],
    [
      'optimize',
      documented('optimize', { stats: { original_bytes: '5', compressed_bytes: -1 } }),
      ['stats.original_bytes', 'stats.compressed_bytes', 'stats.reduction_ratio'],
    ],
  ])('%s refuses %j, naming the fields', (operation, body, fields) => {
    const error = refusal(operation, body);
    expect(error.fields).toEqual(expect.arrayContaining(fields));
    expect(error.requestId).toBe('req-1');
    for (const field of fields) expect(error.message).toContain(field);
  });

  it('reads what a body has itself, not what it inherits', () => {
    const body: unknown = Object.create(documented('optimize'));
    expect(refusal('optimize', body).fields.toSorted()).toEqual(['result', 'stats', 'status']);
  });

  it('never repeats values in the error', () => {
    const body = { status: 'sk-secret', result: { key: 'sk-secret' }, stats: 'sk-secret' };
    expect(JSON.stringify(refusal('optimize', body))).not.toContain('sk-secret');
  });
});

describe('hydrateResponse of health', () => {
  it.each([
    [{ message: 'Welcome' }, { message: 'Welcome' }],
    [{ status: 'success' }, { status: 'ok' }],
    [{ status: 'degraded' }, { status: 'degraded' }],
    [
      { operation: 'health', status: 'ok', uptime: '5d', region: 'eu' },
      { operation: 'health', status: 'ok', uptime: '5d', region: 'eu' },
    ],
    [{}, {}],
  ])('reads %j', (body, expected) => {
    const response = hydrateResponse('health', body, { servedBy: 'http' });
    expect(response).toBeInstanceOf(HealthResponse);
    expect({ ...response }).toStrictEqual({ ...expected, servedBy: 'http', extra: {} });
  });

  it('keeps what it does not know, and known fields that are no strings', () => {
    const body = { status: null, uptime: 12, version: '2' };
    expect({ ...hydrateResponse('health', body) }).toStrictEqual({ extra: body });
  });

  it('refuses what is no object', () => {
    expect(refusal('health', '<html>').fields).toEqual(['$']);
  });
});
