import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  createKaizen,
  KaizenAbortError,
  KaizenAPIError,
  type KaizenCacheEvent,
  KaizenFormatError,
  type KaizenBatchAnswer,
  type KaizenBatchItem,
  type KaizenMetricsCollector,
  type KaizenOptions,
  KaizenOptionsError,
  KaizenResponseError,
  type KaizenService,
  KaizenTimeoutError,
  type KaizenTransport,
  type KaizenTransportCall,
} from 'nestjs-kaizen';
import { type KaizenScriptedService, startScriptedService } from 'nestjs-kaizen/testing';
import { Outage } from '../../../lib/cache/tiers/outage.js';
import { withCache } from '../../../lib/cache/with-cache.js';
import type { KaizenBatchOperation } from '../../../lib/contract/batch-routes.js';
import { createReporter } from '../../../lib/observability/create-reporter.js';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';
import { EmbeddedTransport } from '../../../lib/transport/embedded/embedded.transport.js';

/** A collector that keeps what it is told of caches. */
class CacheEvents implements KaizenMetricsCollector {
  readonly all: KaizenCacheEvent[] = [];

  recordCache(event: KaizenCacheEvent): void {
    this.all.push(event);
  }

  get outcomes(): string[] {
    return this.all.map(({ outcome }) => outcome);
  }
}

const rows = [
  { id: 1, name: 'Ada', tags: ['x', 'y'] },
  { id: 2, name: 'Grace', tags: [] },
];
const swapped = rows.map(({ id, name, tags }) => ({ tags, name, id }));

let service: KaizenScriptedService;
let events: CacheEvents;
const clients: KaizenService[] = [];

/** A client of the service that counts. */
function client(options: KaizenOptions = {}): KaizenService {
  const made = createKaizen({
    baseUrl: service.url,
    apiKey: 'key-0',
    cache: true,
    maxRetries: 0,
    metrics: events,
    logLevel: 'off',
    ...options,
  });
  clients.push(made);
  return made;
}

/** How often the service was asked. */
const asked = (): number => service.requests.length;

beforeEach(async () => {
  service = await startScriptedService();
  events = new CacheEvents();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((made) => made.close()));
  await service.close();
});

describe('a client with a cache', () => {
  it('asks once for each request, and says what the cache had', async () => {
    const kaizen = client();
    const first = await kaizen.compress({ data: rows });
    const second = await kaizen.compress({ data: rows }, { requestId: 'second' });
    expect(asked()).toBe(1);
    expect(first.cache).toBe('miss');
    expect(second).toEqual({ ...first, cache: 'hit', requestId: 'second' });
    expect(second.servedBy).toBe('http');
    expect(events.outcomes).toEqual(['miss', 'hit']);
    expect(events.all[1]).toMatchObject({
      client: 'default',
      operation: 'compress',
      requestId: 'second',
    });
  });

  it('has none unless it is told so', async () => {
    const kaizen = client({ cache: false });
    await kaizen.compress({ data: rows });
    const answer = await kaizen.compress({ data: rows });
    expect(asked()).toBe(2);
    expect(answer).not.toHaveProperty('cache');
    expect(kaizen.cache).toBeUndefined();
  });

  it('takes the same JSON in another order of keys for the same, and gives the text of the first', async () => {
    const kaizen = client();
    const { result } = await kaizen.compress({ data: rows });
    const { result: again, cache } = await kaizen.compress({ data: swapped });
    expect(cache).toBe('hit');
    expect(again).toBe(result);
    const { result: data } = await kaizen.decompress({ data: again });
    expect(data).toEqual(swapped);
  });

  it.each([
    ['the order of a list', [2, 1]],
    ['text instead of a number', ['1', 2]],
    ['one item less', [1]],
    ['a nested list', [[1, 2]]],
    ['a list as an object', { 0: 1, 1: 2 }],
    ['null for a value', [1, null]],
    ['a false for a value', [1, false]],
    ['digits that run together', [12]],
  ])('tells apart %s', async (_, data) => {
    const kaizen = client();
    await kaizen.compress({ data: [1, 2] });
    await kaizen.compress({ data });
    expect(events.outcomes).toEqual(['miss', 'miss']);
  });

  it('tells apart texts that differ in a lone surrogate alone', async () => {
    const kaizen = client({ transport: 'embedded' });
    const texts = ['\ud800', '\ud801', '\ufffd', '\\ud800'];
    for (const text of texts) await kaizen.compress({ data: { text } });
    expect(events.outcomes).toEqual(texts.map(() => 'miss'));
  });

  it('tells apart what the call asks for beside its data', async () => {
    const kaizen = client({ transport: 'embedded' });
    await kaizen.promptsEncode({ prompt: { rows } });
    await kaizen.promptsEncode({ prompt: { rows }, options: { delimiter: '|' } });
    await kaizen.promptsEncode({ prompt: { rows }, autoDetectJson: false });
    await kaizen.promptsEncode({ prompt: { rows }, metadata: { trace: 1 } });
    await kaizen.promptsEncode({ prompt: { rows }, tokenModels: ['gpt-4o'] });
    await kaizen.optimizeRequest({ prompt: { rows } });
    expect(new Set(events.outcomes)).toEqual(new Set(['miss']));
    const { metadata, cache } = await kaizen.promptsEncode({
      prompt: { rows },
      metadata: { trace: 1 },
    });
    expect({ metadata, cache }).toEqual({ metadata: { trace: 1 }, cache: 'hit' });
  });

  it('gives every caller objects of its own', async () => {
    const kaizen = client();
    const request = { ktof: 'id: 7\nname: Ada' };
    const first = await kaizen.promptsDecode<{ id: number }>(request);
    first.result.id = 666;
    const second = await kaizen.promptsDecode<{ id: number }>(request);
    second.result.id = 667;
    const third = await kaizen.promptsDecode<{ id: number }>(request);
    expect(third.result).toEqual({ id: 7, name: 'Ada' });
    expect(third).toBeInstanceOf(first.constructor);
    expect(asked()).toBe(1);
  });

  it('keeps answers for their time', async () => {
    const kaizen = client({ cache: { ttlMs: 80 } });
    await kaizen.compress({ data: rows });
    await kaizen.compress({ data: rows });
    await sleep(120);
    await kaizen.compress({ data: rows });
    expect(events.outcomes).toEqual(['miss', 'hit', 'miss']);
  });

  it('passes by for calls that say so, and looks anew for those that refresh', async () => {
    const kaizen = client();
    await kaizen.compress({ data: rows });
    const passed = await kaizen.compress({ data: rows }, { cache: false });
    const fresh = await kaizen.compress({ data: rows }, { cache: 'refresh' });
    const hit = await kaizen.compress({ data: rows });
    expect(asked()).toBe(3);
    expect([passed.cache, fresh.cache, hit.cache]).toEqual([undefined, 'refresh', 'hit']);
    expect(events.outcomes).toEqual(['miss', 'refresh', 'hit']);
  });

  it('caches only the operations that it is told', async () => {
    const kaizen = client({ cache: { operations: ['decompress'] } });
    await kaizen.compress({ data: rows });
    await kaizen.compress({ data: rows });
    await kaizen.decompress({ data: 'a: 1' });
    await kaizen.decompress({ data: 'a: 1' });
    await kaizen.health();
    await kaizen.health();
    expect(asked()).toBe(5);
    expect(events.outcomes).toEqual(['miss', 'hit']);
  });

  it('never keeps prompts that a service stores, nor what is larger than an entry may be', async () => {
    const kaizen = client({ cache: { maxEntryBytes: 300 } });
    const large = { data: 'x'.repeat(301) };
    await kaizen.compress(large);
    await kaizen.compress(large);
    await kaizen.promptsEncode({ prompt: 'p', store: true }).catch(() => undefined);
    await kaizen.promptsEncode({ prompt: 'p', store: true }).catch(() => undefined);
    const id = `kpl_${'a'.repeat(32)}`;
    await kaizen.promptsDecode({ ktof: id }).catch(() => undefined);
    await kaizen.promptsDecode({ ktof: id }).catch(() => undefined);
    expect(asked()).toBe(6);
    expect(events.all).toEqual([]);
  });

  it('does not look far into a value that is too large, too deep or cyclic', async () => {
    const kaizen = client({ transport: 'embedded', maxDepth: 100, maxPayloadBytes: 1_000_000 });
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    let deep: unknown = 0;
    for (let level = 0; level < 50_000; level++) deep = [deep];
    let wide: unknown = 0;
    for (let level = 0; level < 60; level++) wide = [wide, wide];
    await expect(kaizen.compress({ data: cyclic })).rejects.toThrow(/cyclic/);
    await expect(kaizen.compress({ data: deep })).rejects.toThrow(/deeper/);
    await expect(kaizen.compress({ data: wide })).rejects.toThrow(/larger/);
    expect(events.all).toEqual([]);
  });

  it('leaves to the engine what is not JSON, and hands back the very objects of a chat', async () => {
    const kaizen = client({ transport: 'embedded' });
    const image = new Uint8Array([1, 2, 3]);
    const prompt = { messages: [{ role: 'user', content: 'Look.', image }] };
    for (let times = 0; times < 2; times++) {
      const { messages } = await kaizen.promptsEncode({ prompt });
      expect((messages![0] as { image: unknown }).image).toBe(image);
    }
    await expect(kaizen.compress({ data: new Map() })).rejects.toThrow(/Map/);
    await expect(kaizen.compress({ data: {} })).resolves.toMatchObject({ cache: 'miss' });
    await expect(kaizen.compress({ data: new Map() })).rejects.toThrow(/Map/);
    const dated = { at: new Date(0) };
    await kaizen.compress({ data: dated });
    expect((await kaizen.compress({ data: dated })).cache).toBe('hit');
  });

  it('does not keep an answer for a request that its owner has changed meanwhile', async () => {
    service.script('promptsEncode', { delayMs: 60 });
    const kaizen = client();
    const prompt = { count: 1 };
    const first = kaizen.promptsEncode({ prompt });
    await sleep(20);
    prompt.count = 2;
    await first;
    const second = await kaizen.promptsEncode({ prompt: { count: 1 } });
    expect(second.cache).toBe('miss');
  });
});

describe('what is never kept', () => {
  it.each([400, 429, 500, 503])('an answer with status %d', async (status) => {
    const kaizen = client();
    service.script('compress', { status }, { status });
    await expect(kaizen.compress({ data: rows })).rejects.toBeInstanceOf(KaizenAPIError);
    await expect(kaizen.compress({ data: rows })).rejects.toBeInstanceOf(KaizenAPIError);
    expect((await kaizen.compress({ data: rows })).cache).toBe('miss');
  });

  it('a body that is no answer', async () => {
    const kaizen = client();
    service.script('compress', { body: { hello: 'world' } });
    await expect(kaizen.compress({ data: rows })).rejects.toBeInstanceOf(KaizenResponseError);
    expect((await kaizen.compress({ data: rows })).cache).toBe('miss');
    expect((await kaizen.compress({ data: rows })).cache).toBe('hit');
  });

  it('an error of the engine', async () => {
    const kaizen = client({ transport: 'embedded' });
    const wrong = { data: 'rows[2]{a}:\n 1' };
    await expect(kaizen.decompress(wrong)).rejects.toBeInstanceOf(KaizenFormatError);
    await expect(kaizen.decompress(wrong)).rejects.toBeInstanceOf(KaizenFormatError);
    expect(events.outcomes).toEqual(['miss', 'miss']);
  });

  it('an answer of the engine in the place of the service', async () => {
    const kaizen = client({ fallback: 'embedded' });
    service.script('compress', { status: 503 });
    const handedOver = await kaizen.compress({ data: rows });
    expect([handedOver.servedBy, handedOver.cache]).toEqual(['embedded', 'miss']);
    const served = await kaizen.compress({ data: rows });
    expect([served.servedBy, served.cache]).toEqual(['http', 'miss']);
  });
});

describe('equal calls at the same time', () => {
  it('are one request, and each has its own answer and id', async () => {
    const kaizen = client();
    const calls = Array.from({ length: 20 }, (_, index) =>
      kaizen.promptsDecode<{ a: number }>({ ktof: 'a: 1' }, { requestId: `r-${index}` }),
    );
    const answers = await Promise.all(calls);
    expect(asked()).toBe(1);
    answers[0]!.result.a = 2;
    expect(answers[1]!.result).toEqual({ a: 1 });
    expect(answers.map(({ requestId }) => requestId).slice(1)).toEqual(
      Array.from({ length: 19 }, (_, index) => `r-${index + 1}`),
    );
  });

  it('share an error, which nobody keeps', async () => {
    const kaizen = client();
    service.script('compress', { status: 500, delayMs: 20 });
    const calls = [1, 2, 3].map(() => kaizen.compress({ data: rows }));
    for (const outcome of await Promise.allSettled(calls)) expect(outcome.status).toBe('rejected');
    expect(asked()).toBe(1);
    expect((await kaizen.compress({ data: rows })).cache).toBe('miss');
  });

  it('go on when the first is given up', async () => {
    const kaizen = client();
    service.script('compress', { delayMs: 200 });
    const controller = new AbortController();
    const first = kaizen.compress({ data: rows }, { signal: controller.signal });
    const others = [1, 2, 3].map(() => kaizen.compress({ data: rows }));
    await sleep(30);
    controller.abort();
    await expect(first).rejects.toBeInstanceOf(KaizenAbortError);
    for (const { result } of await Promise.all(others)) expect(result).toContain('Ada');
    expect(asked()).toBe(2);
  });

  it('have deadlines of their own', async () => {
    const kaizen = client();
    service.script('compress', { delayMs: 150 });
    const first = kaizen.compress({ data: rows }, { timeoutMs: 50 });
    const patient = kaizen.compress({ data: rows }, { timeoutMs: 5000 });
    const hasty = kaizen.compress({ data: rows }, { timeoutMs: 20 });
    await expect(hasty).rejects.toBeInstanceOf(KaizenTimeoutError);
    await expect(first).rejects.toBeInstanceOf(KaizenTimeoutError);
    expect((await patient).result).toContain('Ada');
  });

  it('are 300 requests for 1,000 prompts of which 30 % are unique', async () => {
    const kaizen = client();
    const prompts = Array.from({ length: 1000 }, (_, index) => ({
      prompt: { n: index % 300, rows },
    }));
    const answers = await Promise.all(prompts.map((payload) => kaizen.promptsEncode(payload)));
    expect(asked()).toBe(300);
    for (const [index, { result }] of answers.entries())
      expect(result).toContain(`n: ${index % 300}\n`);
    const counts = events.outcomes.reduce<Record<string, number>>(
      (sum, outcome) => ({ ...sum, [outcome]: (sum[outcome] ?? 0) + 1 }),
      {},
    );
    expect(counts).toEqual({ miss: 300, hit: 700 });
  });
});

describe('a batch', () => {
  const payloads = Array.from({ length: 250 }, (_, index) => ({ prompt: { n: index % 75 } }));

  /** What the service was asked to encode. It takes no batches, and each is asked for alone. */
  const encoded = (): number[] =>
    service.requests
      .map(({ body }) => (body as { prompt?: { n: number } }).prompt?.n)
      .filter((n) => n !== undefined);

  it('sends each prompt once, and those not at all that are there', async () => {
    const kaizen = client();
    await kaizen.promptsEncode({ prompt: { n: 3 } });
    const { items, errors } = await kaizen.promptsEncodeBatch(payloads);
    expect(errors).toEqual([]);
    expect(items.map((item) => item!.result)).toEqual(
      payloads.map(({ prompt }) => `n: ${prompt.n}`),
    );
    expect(encoded().sort((a, b) => a - b)).toEqual(Array.from({ length: 75 }, (_, n) => n));
    expect(items[3]!.cache).toBe('hit');
    const again = await kaizen.promptsEncodeBatch(payloads);
    expect(again.items.every((item) => item?.cache === 'hit')).toBe(true);
    expect(encoded()).toHaveLength(75);
    expect(events.outcomes.filter((outcome) => outcome === 'hit')).toHaveLength(175 + 1 + 250);
  });

  it('tells ids by the item, and errors by the item', async () => {
    const kaizen = client({ transport: 'embedded' });
    const { items, errors } = await kaizen.promptsDecodeBatch(
      [{ ktof: 'a: 1' }, { ktof: 'a[2]: 1' }, { ktof: 'a: 1' }, { ktof: 'a[2]: 1' }],
      { requestId: 'b' },
    );
    expect(items.map((item) => item?.requestId)).toEqual(['b.0', undefined, 'b.2', undefined]);
    expect(errors.map(({ index }) => index)).toEqual([1, 3]);
  });

  it('refreshes, and passes by, as it is told', async () => {
    const kaizen = client();
    const two = [{ prompt: { n: 1 } }, { prompt: { n: 1 } }];
    await kaizen.promptsEncodeBatch(two);
    await kaizen.promptsEncodeBatch(two, { cache: 'refresh' });
    expect(encoded()).toEqual([1, 1]);
    await kaizen.promptsEncodeBatch(two, { cache: false });
    expect(encoded()).toEqual([1, 1, 1, 1]);
  });
});

describe('a batch that is one request', () => {
  /** The engine as a service that takes batches; it knows what it was sent. */
  class BatchingTransport extends EmbeddedTransport {
    readonly sent: string[][] = [];
    act: (() => unknown) | undefined;

    async executeBatch<O extends KaizenBatchOperation>(
      operation: O,
      items: readonly KaizenBatchItem<O>[],
      call: KaizenTransportCall,
    ): Promise<readonly KaizenBatchAnswer[] | undefined> {
      this.sent.push(items.map(({ request }) => (request as { ktof: string }).ktof));
      await sleep(20);
      if (this.act?.() !== undefined) return undefined;
      const outcomes = items.map(async ({ request }) => {
        try {
          return { answer: await this.execute(operation, request, call) };
        } catch (error) {
          return { error };
        }
      });
      return Promise.all(outcomes);
    }
  }

  const call = (cache?: 'refresh' | false): KaizenTransportCall => ({
    signal: new AbortController().signal,
    requestId: 'b',
    timeoutMs: 5000,
    ...(cache !== undefined && { cache }),
  });
  const items = (...texts: string[]) =>
    texts.map((ktof, index) => ({ request: { ktof }, requestId: `b.${index}` }));
  const results = (answers: readonly KaizenBatchAnswer[] | undefined) =>
    answers?.map((outcome) =>
      'error' in outcome ? 'error' : (outcome.answer.body as { result: unknown }).result,
    );

  let inner: BatchingTransport;
  let transport: KaizenTransport;

  beforeEach(() => {
    const options = resolveKaizenOptions({ transport: 'embedded', cache: true, metrics: events });
    inner = new BatchingTransport(options);
    const reporter = createReporter('default', options);
    transport = withCache(inner, options, { client: 'default', reporter });
  });

  afterEach(() => transport.close());

  const run = (texts: string[], cache?: 'refresh' | false) =>
    transport.executeBatch!('promptsDecode', items(...texts), call(cache));

  it('sends what is not there, each once', async () => {
    expect(results(await run(['1', '2', '1', 'a[2]: 1']))).toEqual([1, 2, 1, 'error']);
    expect(results(await run(['3', '2', '3', '1']))).toEqual([3, 2, 3, 1]);
    expect(results(await run(['1', '2']))).toEqual([1, 2]);
    expect(inner.sent).toEqual([['1', '2', 'a[2]: 1'], ['3']]);
    expect(events.outcomes.filter((outcome) => outcome === 'hit')).toHaveLength(1 + 3 + 2);
    expect(events.all.map(({ requestId }) => requestId)).toContain('b.3');
  });

  it('waits for what is under way in another one, or in a call', async () => {
    const alone = transport.execute('promptsDecode', { ktof: '9' }, call());
    const answers = await Promise.all([run(['1', '2', '9']), run(['2', '3', '2'])]);
    expect(answers.map(results)).toEqual([
      [1, 2, 9],
      [2, 3, 2],
    ]);
    await alone;
    expect(inner.sent.flat().sort()).toEqual(['1', '2', '3']);
  });

  it('takes over what another one was to send, and did not', async () => {
    const controller = new AbortController();
    const told = { ...call(), signal: controller.signal };
    const first = transport.executeBatch!('promptsDecode', items('1', '2'), told);
    inner.act = () => {
      inner.act = undefined;
      controller.abort(new Error('gone'));
      throw new Error('gone');
    };
    const [one, other] = await Promise.allSettled([first, run(['2', '3'])]);
    expect(one.status).toBe('rejected');
    expect(results((other as PromiseFulfilledResult<KaizenBatchAnswer[]>).value)).toEqual([2, 3]);
  });

  it('leaves it to single calls where it is not taken as one, and tells nothing twice', async () => {
    inner.act = () => 'not taken';
    expect(await run(['1', '1'])).toBeUndefined();
    expect(events.all).toEqual([]);
    const { body } = await transport.execute('promptsDecode', { ktof: '1' }, call());
    expect(body).toMatchObject({ result: 1 });
  });

  it('refreshes, and passes by', async () => {
    await run(['1', '1']);
    await run(['1', '1'], 'refresh');
    await run(['1', '1'], false);
    expect(inner.sent).toEqual([['1'], ['1'], ['1', '1']]);
  });
});

describe('whose answers are kept apart', () => {
  /** A store that several clients share. */
  function sharedStore(): Map<string, unknown> & { set: (key: string, value: unknown) => unknown } {
    return new Map<string, unknown>();
  }

  it.each<[string, KaizenOptions, KaizenOptions]>([
    ['another profile', {}, { profile: 'toon' }],
    ['another depth', {}, { maxDepth: 50 }],
    ['another transport', {}, { transport: 'embedded' }],
    ['another API key', {}, { apiKey: 'key-1' }],
    ['other headers', {}, { headers: { 'x-team': 'b' } }],
  ])('of clients with %s', async (_, one, other) => {
    const store = sharedStore();
    await client({ ...one, cache: { store } }).compress({ data: rows });
    await client({ ...other, cache: { store } }).compress({ data: rows });
    await client({ ...one, cache: { store } }).compress({ data: rows });
    expect(events.outcomes).toEqual(['miss', 'miss', 'hit']);
  });

  it('of namespaces and of tenants', async () => {
    const store = sharedStore();
    let tenant: string | undefined = 'acme';
    const kaizen = client({ cache: { store, tenant: () => tenant } });
    await kaizen.compress({ data: rows });
    tenant = 'umbrella';
    await kaizen.compress({ data: rows });
    tenant = undefined;
    await kaizen.compress({ data: rows });
    tenant = 'acme';
    await kaizen.compress({ data: rows });
    await client({ cache: { store, tenant: 'acme' } }).compress({ data: rows });
    await client({ cache: { store, tenant: 'acme', namespace: 'eu' } }).compress({ data: rows });
    expect(events.outcomes).toEqual(['miss', 'miss', 'miss', 'hit', 'hit', 'miss']);
  });

  it('of a tenant that cannot be told not at all', async () => {
    const tenant = (): string => {
      throw new Error('no request');
    };
    const kaizen = client({ cache: { tenant } });
    await kaizen.compress({ data: rows });
    await kaizen.compress({ data: rows });
    expect(asked()).toBe(2);
    expect(events.all).toEqual([]);
  });

  it('of calls that ask as somebody else, and not of calls with other headers or keys', async () => {
    const kaizen = client();
    await kaizen.compress({ data: rows });
    await kaizen.compress({ data: rows }, { headers: { 'x-trace': '1' }, idempotencyKey: 'i' });
    await kaizen.compress({ data: rows }, { headers: { Authorization: 'Bearer other' } });
    await kaizen.compress({ data: rows }, { headers: { authorization: 'Bearer other' } });
    expect(events.outcomes).toEqual(['miss', 'hit', 'miss', 'hit']);
  });

  it('by keys that tell nothing of what is in them', async () => {
    const store = sharedStore();
    await client({ cache: { store } }).compress({ data: { secret: 'swordfish' } });
    expect([...store.keys()]).toEqual([
      expect.stringMatching(/^kaizen:v1:app:default:compress:[\w-]{43}$/),
    ]);
  });
});

describe('a store of somebody else', () => {
  /** A client whose store holds this under any key. */
  const lying = (get: (key: string) => unknown, set: () => unknown = () => undefined) =>
    client({ cache: { store: { get, set }, timeoutMs: 30 } });

  it.each<[string, unknown]>([
    ['a number', 42],
    ['an object', { body: {} }],
    ['bytes', Buffer.from('kaizen')],
    ['an empty text', ''],
    ['garbage', '\u0000\ufffd{'],
    ['50 MB of garbage', 'x'.repeat(50_000_000)],
  ])('that returns %s has nothing', async (_, value) => {
    const kaizen = lying(() => value);
    const { cache, result } = await kaizen.compress({ data: rows });
    expect(cache).toBe('stale');
    expect(result).toContain('Ada');
  });

  it('that returns an entry of another key, version or shape has nothing', async () => {
    const store = new Map<string, string>();
    const writer = client({ cache: { store } });
    await writer.compress({ data: rows });
    const [[key, entry]] = [...store.entries()] as [[string, string]];
    const head = entry.slice(0, entry.indexOf('{'));
    const wrong = [
      entry.replace('kaizen-entry/1', 'kaizen-entry/2'),
      entry.replace(key, `${key}x`),
      entry.slice(0, -5),
      `${head}{}`,
      `${head}{"status":"ok","result":7}`,
      `${head}null`,
      head,
    ];
    for (const text of wrong) {
      store.set(key, text);
      expect((await writer.compress({ data: rows })).cache).toBe('stale');
      expect(store.get(key)).not.toBe(text);
      expect((await writer.compress({ data: rows })).cache).toBe('hit');
    }
  });

  it('that returns half an entry has nothing, also where memory stands before it', async () => {
    let half = '';
    const far = {
      get: (key: string) => half && `kaizen-entry/1 ${key} ${Date.now() + 60_000} ${half}`,
      set: () => undefined,
    };
    const kaizen = client({ cache: { store: ['memory', far] } });
    half = '{"result": top secret';
    service.script('compress', { status: 400 }, { status: 400 });
    for (const round of [1, 2]) {
      const failed = kaizen.compress({ data: rows });
      await expect(failed).rejects.toBeInstanceOf(KaizenAPIError);
      expect(asked()).toBe(round);
    }
    expect((await kaizen.compress({ data: rows })).cache).toBe('stale');
    expect((await kaizen.compress({ data: rows })).cache).toBe('hit');
  });

  it('that knows of no time gives nothing back past its time', async () => {
    const kaizen = client({ cache: { store: new Map<string, string>(), ttlMs: 20 } });
    await kaizen.compress({ data: rows });
    await sleep(40);
    expect((await kaizen.compress({ data: rows })).cache).toBe('miss');
  });

  it('is asked less and less when it fails again as soon as it seems to work', () => {
    jest.useFakeTimers({ now: 0 });
    try {
      const outage = new Outage();
      const gaps: number[] = [];
      for (let round = 0; round < 8; round++) {
        outage.failed();
        const failedAt = performance.now();
        while (!outage.mayTry()) jest.advanceTimersByTime(500);
        gaps.push(performance.now() - failedAt);
        jest.advanceTimersByTime(1);
        outage.succeeded(performance.now());
      }
      expect(gaps).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
      jest.advanceTimersByTime(10_000);
      outage.failed();
      jest.advanceTimersByTime(1000);
      expect(outage.mayTry()).toBe(true);
    } finally {
      jest.useRealTimers();
    }
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('down'))],
    ['rejects with nothing', () => ({ then: (_: unknown, reject: () => void) => reject() })],
    ['hangs', () => new Promise(() => undefined)],
  ])('that %s fails no call, and holds up only the first', async (_, act) => {
    const kaizen = lying(act, act);
    expect((await kaizen.compress({ data: rows })).cache).toBe('error');
    const startedAt = performance.now();
    for (let call = 0; call < 5; call++) {
      expect((await kaizen.compress({ data: [call] })).cache).toBe('error');
    }
    expect(performance.now() - startedAt).toBeLessThan(5 * 30);
    expect(kaizen.cache).toBe('down');
  });
});

describe('wrong options', () => {
  it.each<[string, unknown]>([
    ['cache', 'yes'],
    ['cache.ttlMs', { ttlMs: 0 }],
    ['cache.operations', { operations: ['health'] }],
    ['cache.namespace', { namespace: 'a:b' }],
    ['cache.store', { store: 'disk' }],
    ['cache.store', { store: {} }],
    ['cache.store', { store: ['memory', 'memory'] }],
    ['cache.tenant', { tenant: 7 }],
    ['cache.ttl', { ttl: 1 }],
  ])('%s is refused at once', (option, cache) => {
    const make = () => client({ cache: cache as KaizenOptions['cache'] });
    expect(make).toThrow(KaizenOptionsError);
    expect(make).toThrow(option);
  });

  it('a store of the app without an app is refused at once', () => {
    expect(() => client({ cache: { store: 'app' } })).toThrow(/CacheModule/);
  });

  it('a call option is refused by the call', async () => {
    const call = { cache: true as unknown as false };
    await expect(client().compress({ data: 1 }, call)).rejects.toBeInstanceOf(KaizenOptionsError);
  });
});
