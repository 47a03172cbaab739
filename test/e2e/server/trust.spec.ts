import '../../support/bridge-nest.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import { NestFactory } from '@nestjs/core';
import { KaizenServerModule, type KaizenServerKeys } from 'nestjs-kaizen/server';
import { HAS_REDIS, RedisServer } from '../../support/redis-server.js';
import { ADAPTERS } from '../run-app.js';
import { ask, type Reply, TestServers } from './server-app.js';

const servers = new TestServers();
afterEach(() => servers.close());

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
const codeOf = ({ status, json }: Reply) => [status, json.error['code']];
const compress = (url: string, headers: Record<string, string> = {}) =>
  ask(`${url}/v1/compress`, { body: { data: 1 }, headers });

describe.each(ADAPTERS)('the keys of a server on %s', (_name, adapter) => {
  const run = (options: object) => servers.run(options, {}, { adapter: adapter() });

  it.each([
    ['text', ['first-key', 'second-key']],
    ['a hash', [`sha256:${hashOf('second-key')}`]],
    ['text with an id', ['team-a second-key']],
    ['a hash with an id', [`team-a sha256:${hashOf('second-key')}`]],
    ['an object', [{ id: 'team-a', key: 'second-key' }]],
    ['an object with a hash', [{ sha256: hashOf('second-key') }]],
  ])('may be given as %s', async (_how, keys) => {
    const url = await run({ keys });
    expect((await compress(url, { 'x-api-key': 'second-key' })).status).toBe(200);
    expect((await compress(url, { authorization: 'Bearer second-key' })).status).toBe(200);
    expect(codeOf(await compress(url, { 'x-api-key': 'third-key' }))).toEqual([
      401,
      'unauthenticated',
    ]);
  });

  it('are asked for by every operation, and by none of the health routes', async () => {
    const url = await run({ keys: ['k-secret-0'] });
    const refused = await ask(`${url}/v1/prompts/encode`, { body: { prompt: 1 } });
    expect(codeOf(refused)).toEqual([401, 'unauthenticated']);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(refused.json.error['request_id']).toBe(refused.headers.get('x-request-id'));
    for (const route of ['/', '/health', '/livez', '/readyz']) {
      expect((await ask(url + route)).status).toBe(200);
    }
  });

  it('are found in either header, beside one that is not ours, and in no other form', async () => {
    const url = await run({ keys: ['k-secret-0'] });
    const tries: [Record<string, string>, number][] = [
      [{ 'x-api-key': 'k-secret-0', authorization: 'Bearer gateway' }, 200],
      [{ 'x-api-key': 'gateway', authorization: 'bearer k-secret-0' }, 200],
      [{ 'x-api-key': 'gateway', authorization: 'Basic k-secret-0' }, 401],
      [{ 'x-api-key': '' }, 401],
      [{ 'x-api-key': 'k-secret-0, k-secret-0' }, 401],
      [{ authorization: 'k-secret-0' }, 401],
      [{ 'x-api-key': hashOf('k-secret-0') }, 401],
    ];
    for (const [headers, status] of tries) {
      const reply = await compress(url, headers);
      expect([headers, reply.status]).toEqual([headers, status]);
      expect(reply.text).not.toContain('k-secret');
    }
  });

  it('are refused before a body is read', async () => {
    const url = await run({ keys: ['k-secret-0'], maxBodyBytes: 5 });
    expect((await compress(url)).status).toBe(401);
  });

  it('may change while the server runs', async () => {
    let keys: KaizenServerKeys = ['old-key-0'];
    const url = await run({ keyStore: { keys: () => Promise.resolve(keys) } });
    const statusOf = async (key: string) => (await compress(url, { 'x-api-key': key })).status;
    expect(await statusOf('old-key-0')).toBe(200);
    keys = ['old-key-0', 'new-key-0'];
    expect([await statusOf('old-key-0'), await statusOf('new-key-0')]).toEqual([200, 200]);
    keys = ['new-key-0'];
    expect([await statusOf('old-key-0'), await statusOf('new-key-0')]).toEqual([401, 200]);
    keys = [];
    expect(await statusOf('new-key-0')).toBe(401);
    keys = ['not readable because of spaces'];
    expect(await statusOf('new-key-0')).toBe(503);
  });

  it('may be in a file, which is read again when it changes', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'kaizen-keys-'));
    const file = path.join(folder, 'keys');
    await writeFile(file, `# the keys\nteam-a old-key-0\n\nsha256:${hashOf('other-key')} # of B\n`);
    const url = await run({ keyFile: file });
    const statusOf = async (key: string) => (await compress(url, { 'x-api-key': key })).status;
    expect([await statusOf('old-key-0'), await statusOf('other-key')]).toEqual([200, 200]);
    await writeFile(file, 'team-a new-key-0\n');
    while ((await statusOf('new-key-0')) !== 200) await sleep(50);
    expect(await statusOf('old-key-0')).toBe(401);
    await writeFile(file, 'three words here\n');
    await sleep(700);
    expect(await statusOf('new-key-0')).toBe(200);
    await rm(folder, { recursive: true });
    await sleep(700);
    expect(await statusOf('new-key-0')).toBe(200);
  });
});

describe('a server without keys', () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

  it.each([['forwarded'], ['x-forwarded-for'], ['x-real-ip'], ['via']])(
    'answers nobody who came through a proxy: %s',
    async (header) => {
      const url = await servers.run();
      expect((await compress(url)).status).toBe(200);
      const reply = await compress(url, { [header]: '127.0.0.1' });
      expect(codeOf(reply)).toEqual([403, 'forbidden']);
      expect(reply.json.error['message']).toContain('KAIZEN_SERVER_KEYS');
    },
  );

  it.each([
    ['localhost', 200],
    ['api.localhost:80', 200],
    ['[::1]:1', 200],
    ['evil.example', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.1.evil.example:8080', 403],
  ])('goes by the name that it is called by: %s', async (host, status) => {
    const headers = { host, 'content-type': 'application/json' };
    const call = request(`${await servers.run()}/v1/compress`, { method: 'POST', headers });
    call.end('{"data":1}');
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    expect(response.resume().statusCode).toBe(status);
  });

  (outside === undefined ? describe.skip : describe)('on a network', () => {
    it('answers its own machine only', async () => {
      const app = await NestFactory.create(KaizenServerModule.forRoot({ workers: false }), {
        logger: false,
      });
      await app.listen(0, '0.0.0.0');
      const { port } = new URL(await app.getUrl());
      const replies = [`127.0.0.1`, outside].map((host) => compress(`http://${host}:${port}`));
      const [near, far] = await Promise.all(replies);
      await app.close();
      expect([near?.status, far?.status]).toEqual([200, 403]);
    });
  });
});

describe.each(ADAPTERS)('a server without keys on %s', (_name, adapter) => {
  const run = (cors?: CorsOptions | boolean, options = {}) => {
    const configure = (app: INestApplication) => {
      if (cors !== undefined) app.enableCors(cors === true ? undefined : cors);
    };
    return servers.run(options, {}, { adapter: adapter(), configure });
  };
  /** The stream of text needs no preflight: a page may send it anywhere. */
  const send = (url: string, headers: Record<string, string>) =>
    ask(`${url}/v1/prompts/decode/stream`, {
      body: Buffer.from('a: 1'),
      headers: { 'content-type': 'text/plain', ...headers },
    });
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const friend = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };

  it('is not for the web pages of others', async () => {
    const url = await run();
    const no = [403, 'forbidden'];
    const tries: [Record<string, string>, unknown[]][] = [
      [evil, no],
      [{ origin: 'https://evil.example' }, no],
      [{ 'sec-fetch-site': 'cross-site' }, no],
      [{ origin: 'null', 'sec-fetch-site': 'cross-site' }, no],
      [{ origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' }, no],
      [{ origin: url, 'sec-fetch-site': 'same-origin' }, [200]],
      [{ 'sec-fetch-site': 'none' }, [200]],
      [{}, [200]],
    ];
    for (const [headers, expected] of tries) {
      for (const reply of [await send(url, headers), await compress(url, headers)]) {
        const refused = reply.status === 200 ? [200] : codeOf(reply);
        expect([headers, ...refused]).toEqual([headers, ...expected]);
      }
    }
    expect((await compress(url, evil)).json.error['message']).toContain('cors');
  });

  it('is for those that it is told to let in', async () => {
    const origins: (CorsOptions['origin'] | undefined)[] = [
      'https://app.example',
      ['https://app.example', 'https://other.example'],
      /app\.example$/,
      (origin, tell) => tell(null, origin === 'https://app.example'),
    ];
    for (const origin of origins) {
      const url = await run({ origin });
      expect([(await send(url, friend)).status, (await send(url, evil)).status]).toEqual([
        200, 403,
      ]);
    }
    const url = await run(true);
    expect([(await send(url, friend)).status, (await send(url, evil)).status]).toEqual([200, 200]);
  });

  it('only: who has a key may be any page', async () => {
    const url = await run(undefined, { keys: ['k-secret-0'] });
    expect((await send(url, { ...evil, 'x-api-key': 'k-secret-0' })).status).toBe(200);
  });
});

describe.each(ADAPTERS)('the rate limit of a server on %s', (_name, adapter) => {
  const run = (options: object) => servers.run(options, {}, { adapter: adapter() });

  it('holds for a key over all routes, and tells when to come again', async () => {
    const keys = ['key-of-a', 'key-of-b', 'team-c key-of-c1', 'team-c key-of-c2'];
    const url = await run({ keys, rateLimit: { limit: 2, windowMs: 1500 } });
    const a = { 'x-api-key': 'key-of-a' };
    const first = await compress(url, a);
    expect([first.status, first.headers.get('x-ratelimit-remaining')]).toEqual([200, '1']);
    await ask(`${url}/v1/optimize`, { body: { data: 1 }, headers: a });
    const third = await compress(url, a);
    expect(codeOf(third)).toEqual([429, 'rate_limited']);
    expect(third.headers.get('retry-after')).toMatch(/^[12]$/);
    expect(third.headers.get('x-request-id')).not.toBeNull();
    expect((await compress(url, { 'x-api-key': 'key-of-b' })).status).toBe(200);
    const shared = ['key-of-c1', 'key-of-c2', 'key-of-c1'].map((key) =>
      compress(url, { 'x-api-key': key }),
    );
    expect((await Promise.all(shared)).map(({ status }) => status).toSorted()).toEqual([
      200, 200, 429,
    ]);
    expect((await ask(`${url}/health`)).status).toBe(200);
    await sleep(Number(third.headers.get('retry-after')) * 1000);
    expect((await compress(url, a)).status).toBe(200);
  });

  it('holds for this machine where there are no keys', async () => {
    const url = await run({ rateLimit: { limit: 1 } });
    expect((await compress(url)).status).toBe(200);
    expect((await compress(url)).status).toBe(429);
  });
});

(HAS_REDIS ? describe : describe.skip)('servers that share a Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.stop());

  it('count together, and each for itself while it does not answer', async () => {
    const options = { redisUrl: redis.url, rateLimit: { limit: 3, windowMs: 60_000 } };
    const urls = [await servers.run(options), await servers.run(options)];
    const statuses: number[] = [];
    for (const url of [...urls, ...urls]) statuses.push((await compress(url)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    redis.freeze();
    const began = performance.now();
    expect((await compress(urls[0]!)).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(1000);
    redis.thaw();
    while ((await compress(urls[0]!)).status !== 429) await sleep(20);
  });
});
