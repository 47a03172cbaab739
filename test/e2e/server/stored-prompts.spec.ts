import '../../support/bridge-nest.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { createKaizen } from 'nestjs-kaizen';
import type { KaizenPayloadStore } from 'nestjs-kaizen/server';
import { MemoryStore } from '../../../lib/server/payloads/memory-store.js';
import { HAS_REDIS, RedisServer } from '../../support/redis-server.js';
import { ask, type Reply, TestServers } from './server-app.js';

const servers = new TestServers();
afterEach(() => servers.close());

const codeOf = ({ status, json }: Reply) => [status, json.error['code']];
const prompt = {
  task: 'sum up',
  rows: [
    { id: 1, name: 'Ada' },
    { id: 2, name: 'Grace' },
  ],
};

/** Stores a prompt and returns its id. */
async function store(url: string, headers: Record<string, string> = {}, what: unknown = prompt) {
  const body = { prompt: what, store: true };
  const { status, json } = await ask(`${url}/v1/prompts/encode`, { body, headers });
  expect(status).toBe(200);
  return json['payload_id'] as string;
}

const decode = (url: string, ktof: string, headers: Record<string, string> = {}) =>
  ask(`${url}/v1/prompts/decode`, { body: { ktof }, headers });

const failing: KaizenPayloadStore = {
  get: () => Promise.reject(new Error('down')),
  set: () => Promise.reject(new Error('down')),
};

describe('a stored prompt', () => {
  it('comes back by its id, exactly', async () => {
    const url = await servers.run();
    const text = `Look:\n${JSON.stringify(prompt, null, 3)}\nDone.`;
    for (const what of [prompt, text, [1, 'two', null], 'kpl_plain text']) {
      const id = await store(url, {}, what);
      expect(id).toMatch(/^kpl_[\w-]{32}$/);
      const { status, json } = await decode(url, id);
      expect([status, json['result']]).toEqual([200, what]);
    }
    const twice = await store(url);
    expect(await store(url)).not.toBe(twice);
    const body = { ktof: twice };
    expect((await ask(`${url}/v1/optimize/response`, { body })).json['result']).toEqual(prompt);
  });

  it('is stored for nobody who did not ask', async () => {
    const url = await servers.run();
    for (const body of [{ prompt }, { prompt, store: false }, { prompt, store: null }]) {
      const { json } = await ask(`${url}/v1/prompts/encode`, { body });
      expect(json['payload_id']).toBeUndefined();
    }
  });

  it('is found by the key that stored it, and by a key with the same id', async () => {
    const keys = ['key-of-a', 'key-of-b', 'team-c key-of-c1', 'team-c key-of-c2'];
    const url = await servers.run({ keys });
    const as = (key: string) => ({ 'x-api-key': key });
    const ofA = await store(url, as('key-of-a'));
    expect((await decode(url, ofA, as('key-of-a'))).status).toBe(200);
    expect(codeOf(await decode(url, ofA, as('key-of-b')))).toEqual([404, 'payload_not_found']);
    const ofC = await store(url, as('key-of-c1'));
    expect((await decode(url, ofC, as('key-of-c2'))).status).toBe(200);
    expect(codeOf(await decode(url, ofC, as('key-of-a')))).toEqual([404, 'payload_not_found']);
  });

  it('is unknown, then there, then gone, then unknown', async () => {
    const url = await servers.run({ payloads: { ttlMs: 200, expiredTtlMs: 400 } });
    const unknown = `kpl_${'x'.repeat(32)}`;
    expect(codeOf(await decode(url, unknown))).toEqual([404, 'payload_not_found']);
    const id = await store(url);
    expect((await decode(url, id)).status).toBe(200);
    await sleep(250);
    expect(codeOf(await decode(url, id))).toEqual([410, 'payload_expired']);
    await sleep(450);
    expect(codeOf(await decode(url, id))).toEqual([404, 'payload_not_found']);
  });

  it('is unknown, not expired, when its store let it go before its time', async () => {
    const memory = await servers.run({ payloads: { maxMemoryBytes: 6000 } });
    const first = await store(memory, {}, 'x'.repeat(1000));
    await store(memory, {}, 'y'.repeat(1000));
    await store(memory, {}, 'z'.repeat(1000));
    expect(codeOf(await decode(memory, first))).toEqual([404, 'payload_not_found']);
    const keyv = new Keyv();
    const url = await servers.run({ payloads: { store: keyv } });
    const id = await store(url);
    const deleted: string[] = [];
    for await (const [key] of keyv.iterator!({}) as AsyncIterable<[string]>) {
      if (!key.endsWith(':was')) deleted.push(key);
    }
    for (const key of deleted) await keyv.delete(key);
    expect([deleted.length, ...codeOf(await decode(url, id))]).toEqual([
      1,
      404,
      'payload_not_found',
    ]);
  });

  it('is no id when the meta of an encoding comes with the text', async () => {
    const url = await servers.run();
    const text = `kpl_${'x'.repeat(32)}`;
    const { json } = await ask(`${url}/v1/prompts/encode`, { body: { prompt: text } });
    expect(json['result']).toBe(text);
    const body = { ktof: json['result'], replay_meta: json['meta'] };
    expect((await ask(`${url}/v1/prompts/decode`, { body })).json['result']).toBe(text);
  });

  it('is refused by a server that keeps none', async () => {
    const url = await servers.run({ payloads: false });
    const asked = await ask(`${url}/v1/prompts/encode`, { body: { prompt, store: true } });
    expect(codeOf(asked)).toEqual([422, 'validation_failed']);
    expect(asked.json['detail']).toMatchObject([{ loc: ['body', 'store'] }]);
    expect(codeOf(await decode(url, `kpl_${'x'.repeat(32)}`))).toEqual([422, 'validation_failed']);
  });

  it.each([
    ['a Keyv', () => new Keyv()],
    ['a cache of cache-manager', () => createCache({ stores: [new Keyv()] })],
  ])('may be kept in %s', async (_what, make) => {
    const url = await servers.run({
      payloads: { store: make() as KaizenPayloadStore, ttlMs: 250 },
    });
    const id = await store(url);
    expect((await decode(url, id)).json['result']).toEqual(prompt);
    await sleep(300);
    expect(codeOf(await decode(url, id))).toEqual([410, 'payload_expired']);
  });

  it('is no prompt when its store fails, while all else goes on', async () => {
    const url = await servers.run({ payloads: { store: failing } });
    const asked = await ask(`${url}/v1/prompts/encode`, { body: { prompt, store: true } });
    expect(codeOf(asked)).toEqual([503, 'store_unavailable']);
    expect(asked.headers.get('retry-after')).toBe('1');
    expect(asked.text).not.toContain('down');
    expect(codeOf(await decode(url, `kpl_${'x'.repeat(32)}`))).toEqual([503, 'store_unavailable']);
    expect((await ask(`${url}/v1/prompts/encode`, { body: { prompt } })).status).toBe(200);
  });

  it('is there for the client of this package', async () => {
    const url = await servers.run({ keys: ['key-of-a'] });
    const kaizen = createKaizen({ baseUrl: url, apiKey: 'key-of-a', maxRetries: 0 });
    const { payloadId } = await kaizen.promptsEncode({ prompt, store: true });
    const { result } = await kaizen.promptsDecode({ ktof: payloadId! });
    expect(result).toEqual(prompt);
    await expect(kaizen.promptsDecode({ ktof: `kpl_${'x'.repeat(32)}` })).rejects.toMatchObject({
      name: 'KaizenNotFoundError',
      serviceCode: 'payload_not_found',
    });
    await kaizen.close();
  });
});

describe('the memory for stored prompts', () => {
  it('lets the oldest go when it is full, and takes nothing larger than it is', async () => {
    const memory = new MemoryStore(10_000);
    for (let i = 0; i < 50; i++) await memory.set(`k${i}`, 'x'.repeat(400), 60_000);
    expect(memory.bytes).toBeLessThanOrEqual(10_000);
    expect([await memory.get('k0'), await memory.get('k49')]).toEqual([undefined, 'x'.repeat(400)]);
    await expect(memory.set('big', 'x'.repeat(6000), 60_000)).rejects.toThrow('too large');
    expect(await memory.get('k49')).toBeDefined();
  });

  it('answers a prompt that is larger with 413', async () => {
    const url = await servers.run({ payloads: { maxMemoryBytes: 1000 } });
    const body = { prompt: 'x'.repeat(2000), store: true };
    const reply = await ask(`${url}/v1/prompts/encode`, { body });
    expect(codeOf(reply)).toEqual([413, 'too_large']);
  });
});

(HAS_REDIS ? describe : describe.skip)('servers that share a Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.stop());

  it('find the prompts of each other, and say so when it does not answer', async () => {
    const options = { redisUrl: redis.url, keys: ['key-of-a'], payloads: { ttlMs: 1500 } };
    const [one, two] = [await servers.run(options), await servers.run(options)];
    const as = { 'x-api-key': 'key-of-a' };
    const id = await store(one, as);
    expect((await decode(two, id, as)).json['result']).toEqual(prompt);
    redis.freeze();
    expect(codeOf(await decode(two, id, as))).toEqual([503, 'store_unavailable']);
    redis.thaw();
    const url = `${one}/v1/compress`;
    expect((await ask(url, { body: { data: 1 }, headers: as })).status).toBe(200);
    await sleep(1500);
    expect(codeOf(await decode(two, id, as))).toEqual([410, 'payload_expired']);
  });

  it('start without it, and have it once it is there', async () => {
    const own = await RedisServer.start();
    await own.stop();
    const port = Number(new URL(own.url).port);
    const url = await servers.run({ redisUrl: own.url });
    const body = { prompt, store: true };
    expect(codeOf(await ask(`${url}/v1/prompts/encode`, { body }))).toEqual([
      503,
      'store_unavailable',
    ]);
    const back = await RedisServer.start(port);
    let reply = await ask(`${url}/v1/prompts/encode`, { body });
    while (reply.status !== 200) {
      await sleep(50);
      reply = await ask(`${url}/v1/prompts/encode`, { body });
    }
    expect((await decode(url, reply.json['payload_id'] as string)).status).toBe(200);
    await back.stop();
  });
});
