import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createKaizen, KaizenExpiredError, KaizenNotFoundError } from 'nestjs-kaizen';
import type { KaizenServeOptions } from 'nestjs-kaizen/server';
import { CompiledLib } from '../../support/compiled-lib.js';
import { HAS_REDIS, RedisServer } from '../../support/redis-server.js';
import { ChildServer } from './child-server.js';
import { ask } from './server-app.js';

const lib = new CompiledLib('lib-replicas');
const describeWithRedis = HAS_REDIS ? describe : describe.skip;

/** Two processes with the same options, as two replicas behind a balancer are. */
async function startReplicas(options: KaizenServeOptions): Promise<[ChildServer, ChildServer]> {
  const start = () => ChildServer.start(lib, { logger: false, ...options });
  return Promise.all([start(), start()]);
}

const compress = (url: string, key: string) =>
  ask(`${url}/v1/compress`, { body: { data: 1 }, headers: { 'x-api-key': key } });

describeWithRedis('two server processes with one Redis', () => {
  let redis: RedisServer;
  let replicas: ChildServer[];

  beforeAll(() => lib.make());
  afterAll(() => lib.remove());
  beforeEach(async () => {
    redis = await RedisServer.start();
    replicas = [];
  });
  afterEach(async () => {
    await Promise.all(replicas.map((replica) => replica.end()));
    await redis.stop();
  });

  async function serve(options: KaizenServeOptions = {}): Promise<[string, string]> {
    const [a, b] = await startReplicas({
      keys: ['mine', 'yours'],
      redisUrl: redis.url,
      ...options,
    });
    replicas = [a, b];
    return [a.url, b.url];
  }

  it('have the same stored prompts: what one keeps, the other decodes, for its key alone', async () => {
    const [here, there] = await serve();
    const clients = [
      createKaizen({ baseUrl: here, apiKey: 'mine' }),
      createKaizen({ baseUrl: there, apiKey: 'mine' }),
      createKaizen({ baseUrl: there, apiKey: 'yours' }),
    ] as const;
    const [first, second, stranger] = clients;
    const prompt = { question: 'Why? {"a": [1, 2]}', rows: [{ id: 1 }, { id: 2 }] };
    const { payloadId } = await first.promptsEncode({ prompt, store: true });
    expect((await second.promptsDecode({ ktof: payloadId! })).result).toEqual(prompt);
    await expect(stranger.promptsDecode({ ktof: payloadId! })).rejects.toThrow(KaizenNotFoundError);

    await replicas[0]!.end();
    expect((await second.promptsDecode({ ktof: payloadId! })).result).toEqual(prompt);
    await Promise.all(clients.map((client) => client.close()));
  });

  it('agree on what has expired', async () => {
    const [here, there] = await serve({ payloads: { ttlMs: 100 } });
    const first = createKaizen({ baseUrl: here, apiKey: 'mine' });
    const second = createKaizen({ baseUrl: there, apiKey: 'mine' });
    const { payloadId } = await first.promptsEncode({ prompt: 1, store: true });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(second.promptsDecode({ ktof: payloadId! })).rejects.toThrow(KaizenExpiredError);
    await Promise.all([first.close(), second.close()]);
  });

  it('count a rate limit together, for each key', async () => {
    const urls = await serve({ rateLimit: { limit: 6, windowMs: 60_000 } });
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, at) => compress(urls[at % 2]!, 'mine')),
    );
    const refused = replies.filter(({ status }) => status === 429);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(6);
    expect(refused).toHaveLength(4);
    for (const { headers } of refused) expect(headers.get('retry-after')).toMatch(/^[1-6]?\d$/);
    expect((await compress(urls[0], 'yours')).status).toBe(200);
    expect((await compress(urls[1], 'mine')).status).toBe(429);
  });

  it('count together, and each for itself from when Redis is gone', async () => {
    const urls = await serve({ rateLimit: { limit: 2, windowMs: 60_000 } });
    const statuses = async (key: string) => {
      const replies = [];
      for (const at of [0, 0, 1, 1]) replies.push((await compress(urls[at]!, key)).status);
      return replies;
    };
    expect(await statuses('mine')).toEqual([200, 200, 429, 429]);
    await redis.stop();
    expect(await statuses('yours')).toEqual([200, 200, 200, 200]);
    for (const url of urls) expect((await ask(`${url}/readyz`)).status).toBe(200);
  });
});
