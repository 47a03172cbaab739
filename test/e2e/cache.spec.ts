import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE_MANAGER, CacheModule } from '@nestjs/cache-manager';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import KeyvRedis, { createClient } from '@keyv/redis';
import { TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import {
  createKaizen,
  type KaizenCacheStore,
  KaizenModule,
  type KaizenOptions,
  KaizenService,
} from 'nestjs-kaizen';
import { KaizenHealthIndicator } from 'nestjs-kaizen/health';
import { HAS_REDIS, RedisServer } from '../support/redis-server.js';

/** A logger that keeps its lines. */
class Lines {
  readonly warnings: string[] = [];
  readonly log = (line: unknown): void => void line;
  warn(line: unknown): void {
    this.warnings.push(String(line));
  }
  error(line: unknown): void {
    this.warnings.push(String(line));
  }
}

/** What is told of a cache, of all that a client tells. */
const ofCache = ({ warnings }: Lines): string[] =>
  warnings.filter((line) => line.includes('cache'));

const rows = [
  { id: 1, name: 'Ada' },
  { id: 2, name: 'Grace' },
];
/** The time box of most clients here, in milliseconds: generous, since test machines are busy. */
const TIME_BOX_MS = 300;

const clients: KaizenService[] = [];
let lines: Lines;

/** A client whose cache is this store. */
function clientOf(
  store: NonNullable<Exclude<KaizenOptions['cache'], boolean>>['store'],
  options: KaizenOptions = {},
  timeoutMs = TIME_BOX_MS,
): KaizenService {
  lines = new Lines();
  const cache = { store, timeoutMs };
  const kaizen = createKaizen({ transport: 'embedded', logger: lines, cache, ...options });
  clients.push(kaizen);
  return kaizen;
}

/** What the cache had for a call, and how long that took. */
async function ask(kaizen: KaizenService, data: unknown): Promise<{ cache?: string; ms: number }> {
  const startedAt = performance.now();
  const { cache, result } = await kaizen.compress({ data });
  expect(result.length).toBeGreaterThan(0);
  return { ...(cache !== undefined && { cache }), ms: performance.now() - startedAt };
}

/** Asks until the cache has this; an entry may still be on its way, and an outage be noticed late. */
async function until(kaizen: KaizenService, wanted: string, data: unknown = rows): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await ask(kaizen, data)).cache === wanted) return;
    await sleep(100);
  }
  throw new Error(`The cache never had a ${wanted}.`);
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((kaizen) => kaizen.close()));
});

const describeRedis = HAS_REDIS ? describe : describe.skip;
if (!HAS_REDIS) console.warn('There is no redis-server: what needs one is skipped.');

describeRedis('a cache in Redis', () => {
  let redis: RedisServer;
  let admin: ReturnType<typeof createClient>;

  beforeAll(async () => {
    redis = await RedisServer.start();
    admin = createClient({ url: redis.url });
    admin.on('error', () => undefined);
    await admin.connect();
  });

  afterEach(() => admin.flushAll());

  afterAll(async () => {
    admin.destroy();
    await redis.stop();
  });

  const url = () => redis.url;
  const keys = () => admin.keys('kaizen:*');
  /** The key of the only entry. */
  const keyOfEntry = async (): Promise<string> => {
    for (let tries = 0; tries < 50; tries++) {
      const [key] = await keys();
      if (key !== undefined) return key;
      await sleep(20);
    }
    throw new Error('No entry was written.');
  };

  it('is shared by clients that would answer alike, and by no others', async () => {
    const [one, same] = [clientOf(url()), clientOf(url())];
    const [toon, shallow] = [
      clientOf(url(), { profile: 'toon' }),
      clientOf(url(), { maxDepth: 9 }),
    ];
    expect((await ask(one, rows)).cache).toBe('miss');
    await keyOfEntry();
    expect((await ask(same, rows)).cache).toBe('hit');
    expect((await ask(toon, rows)).cache).toBe('miss');
    expect((await ask(shallow, rows)).cache).toBe('miss');
    const texts = await Promise.all([toon, one].map((client) => client.compress({ data: rows })));
    expect(texts[0]!.result).not.toBe(texts[1]!.result);
    expect(await keys()).toHaveLength(3);
    expect(await admin.pTTL((await keys())[0]!)).toBeGreaterThan(3_500_000);
  });

  it('has memory before it as a tier of its own', async () => {
    const [one, other] = [clientOf(['memory', url()]), clientOf(['memory', url()])];
    await ask(one, rows);
    await keyOfEntry();
    expect((await ask(other, rows)).cache).toBe('hit');
    await admin.flushAll();
    expect((await ask(one, rows)).cache).toBe('hit');
    expect((await ask(other, rows)).cache).toBe('hit');
    expect(await keys()).toEqual([]);
  });

  it.each<[string, (key: string, entry: string) => Promise<unknown>]>([
    ['garbage', (key) => admin.set(key, '\u0000\u0001 not an entry')],
    [
      'an entry of another version',
      (key, entry) => admin.set(key, entry.replace('entry/1', 'entry/9')),
    ],
    [
      'an entry of another key',
      (key, entry) => admin.set(key, entry.replace('compress', 'optimize')),
    ],
    ['half an entry', (key, entry) => admin.set(key, entry.slice(0, entry.length / 2))],
    [
      'an answer without a result',
      (key, entry) => admin.set(key, `${entry.slice(0, entry.indexOf('{'))}{"status":"ok"}`),
    ],
  ])('writes anew over %s', async (_, spoil) => {
    const kaizen = clientOf(url());
    const { result } = await kaizen.compress({ data: rows });
    const key = await keyOfEntry();
    await spoil(key, (await admin.get(key))!);
    const again = await kaizen.compress({ data: rows });
    expect(again).toMatchObject({ result, cache: 'stale' });
    await until(kaizen, 'hit');
  });

  it('is not held up by a value of another type, nor by one of 50 MB', async () => {
    const kaizen = clientOf(url(), {}, 50);
    await ask(kaizen, rows);
    const key = await keyOfEntry();
    await admin.del(key);
    await admin.lPush(key, 'x');
    expect(await kaizen.compress({ data: rows })).toMatchObject({ cache: 'stale' });
    await admin.set(key, 'x'.repeat(50_000_000));
    for (let times = 0; times < 3; times++) {
      expect((await kaizen.compress({ data: rows })).result).toContain('Ada');
    }
    await until(kaizen, 'hit');
    expect(await admin.strLen(key)).toBeLessThan(1000);
  });

  it('goes without while Redis is frozen: one call waits, once it is told, and then it is back', async () => {
    const kaizen = clientOf(url(), {}, 50);
    await until(kaizen, 'hit');
    lines.warnings.length = 0;
    redis.freeze();
    const first = await ask(kaizen, rows);
    const others = [];
    for (let call = 0; call < 20; call++) others.push(await ask(kaizen, [call]));
    const { status } = await kaizen.health();
    redis.thaw();
    expect(first.cache).toBe('error');
    expect(others.every(({ cache }) => cache === 'error')).toBe(true);
    const waited = others.reduce((sum, { ms }) => sum + ms, 0);
    expect(waited).toBeLessThan(20 * 50);
    expect(status).toBe('ok');
    expect(ofCache(lines)).toEqual([expect.stringContaining('no answer within 50 ms')]);
    await until(kaizen, 'hit');
    expect(kaizen.cache).toBe('up');
    expect(ofCache(lines)).toHaveLength(2);
  });

  it('still has what is in memory while Redis is frozen', async () => {
    const kaizen = clientOf(['memory', url()], {}, 50);
    await until(kaizen, 'hit');
    lines.warnings.length = 0;
    redis.freeze();
    await ask(kaizen, [0]);
    const { cache, ms } = await ask(kaizen, rows);
    redis.thaw();
    expect(cache).toBe('hit');
    expect(ms).toBeLessThan(50);
  });

  it('reads on while Redis is full, and writes again when it is not', async () => {
    const kaizen = clientOf(url());
    await until(kaizen, 'hit');
    lines.warnings.length = 0;
    await admin.configSet('maxmemory', '1');
    for (let call = 0; call < 5; call++) {
      expect((await ask(kaizen, [call])).cache).toBe('miss');
      await sleep(30);
    }
    expect((await ask(kaizen, rows)).cache).toBe('hit');
    expect(ofCache(lines)).toEqual([expect.stringContaining('OOM')]);
    await admin.configSet('maxmemory', '0');
    await sleep(1100);
    await until(kaizen, 'hit', [99]);
    expect(ofCache(lines)).toHaveLength(2);
  });

  it('goes on when Redis is killed, and finds it again when it is back', async () => {
    const own = await RedisServer.start();
    const kaizen = clientOf(own.url);
    await until(kaizen, 'hit');
    lines.warnings.length = 0;
    await own.stop();
    for (let call = 0; call < 10; call++) expect((await ask(kaizen, [call])).cache).toBe('error');
    expect(ofCache(lines)).toHaveLength(1);
    const again = await RedisServer.start(Number(new URL(own.url).port));
    try {
      await until(kaizen, 'hit');
      expect(ofCache(lines)).toHaveLength(2);
    } finally {
      await again.stop();
    }
  });

  it('works without a Redis at boot, and with it once it is there', async () => {
    const own = await RedisServer.start();
    await own.stop();
    const kaizen = clientOf(['memory', own.url]);
    const bootedAt = performance.now();
    await kaizen.onModuleInit();
    expect(performance.now() - bootedAt).toBeLessThan(1500);
    expect((await ask(kaizen, rows)).cache).toBe('error');
    expect((await ask(kaizen, rows)).cache).toBe('hit');
    expect((await ask(kaizen, [1])).cache).toBe('error');
    expect(ofCache(lines)).toHaveLength(1);
    const again = await RedisServer.start(Number(new URL(own.url).port));
    try {
      for (let tries = 0; kaizen.cache !== 'up' && tries < 100; tries++) {
        await ask(kaizen, [tries]);
        await sleep(100);
      }
      expect(kaizen.cache).toBe('up');
    } finally {
      await again.stop();
    }
  });

  it('says why it cannot be used, and nothing of its address', async () => {
    const kaizen = clientOf(redis.url.replace('//', '//nobody:swordfish@'));
    await kaizen.onModuleInit();
    expect((await ask(kaizen, rows)).cache).toBe('error');
    expect(ofCache(lines)).toEqual([expect.stringContaining('(WRONGPASS)')]);
    expect(ofCache(lines).join()).not.toMatch(/swordfish|nobody|127/);
  });

  it('is waited for by one call only, where nothing answers at its address', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const kaizen = clientOf(`redis://127.0.0.1:${port}`, {}, 50);
    expect((await ask(kaizen, rows)).cache).toBe('error');
    const times = [];
    for (let call = 0; call < 10; call++) times.push((await ask(kaizen, [call])).ms);
    expect(times.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(10 * 50);
    const closedAt = performance.now();
    await kaizen.close();
    expect(performance.now() - closedAt).toBeLessThan(1000);
    silent.close();
  });

  it('writes what is under way before it closes, and leaves no connection', async () => {
    const kaizen = clientOf(url());
    await kaizen.onModuleInit();
    const before = (await admin.sendCommand(['CLIENT', 'LIST'])) as unknown as string;
    await kaizen.compress({ data: rows });
    await kaizen.close();
    expect(await keys()).toHaveLength(1);
    await sleep(50);
    const after = (await admin.sendCommand(['CLIENT', 'LIST'])) as unknown as string;
    expect(after.split('\n').length).toBe(before.split('\n').length - 1);
    await expect(kaizen.compress({ data: rows })).rejects.toThrow(/closed/);
  });

  describe('that the app has made', () => {
    const adapterOf = (address: string, options = {}): KeyvRedis<string> =>
      new KeyvRedis<string>(address, options);
    const safe = () => ({
      url: redis.url,
      disableOfflineQueue: true,
      socket: { reconnectStrategy: 100 },
    });

    it.each<[string, () => KaizenCacheStore & { disconnect(): Promise<unknown> }]>([
      ['an adapter', () => adapterOf(redis.url)],
      ['a Keyv', () => new Keyv(adapterOf(redis.url))],
      ['a cache of cache-manager', () => createCache({ stores: [new Keyv(adapterOf(redis.url))] })],
    ])('works as %s, and is left open', async (_, make) => {
      const store = make();
      const [one, other] = [clientOf(store), clientOf(store)];
      await until(one, 'hit');
      expect((await ask(other, rows)).cache).toBe('hit');
      await one.close();
      expect((await ask(other, rows)).cache).toBe('hit');
      await store.disconnect();
    });

    it('is told once when it is frozen, though it swallows its failures', async () => {
      const store = createCache({ stores: [new Keyv(new KeyvRedis(safe()))] });
      const kaizen = clientOf(store, {}, 50);
      await until(kaizen, 'hit');
      lines.warnings.length = 0;
      redis.freeze();
      for (let call = 0; call < 5; call++) expect((await ask(kaizen, [call])).cache).toBe('error');
      redis.thaw();
      expect(ofCache(lines)).toHaveLength(1);
      await until(kaizen, 'hit');
      await store.disconnect();
    });

    it('that is garbage to its own Keyv is written anew, and no outage', async () => {
      const store = new Keyv(adapterOf(redis.url), { useKeyPrefix: false });
      const kaizen = clientOf(store);
      await until(kaizen, 'hit');
      const [key] = await admin.keys('*');
      await admin.set(key!, '{not json');
      const { cache, result } = await kaizen.compress({ data: rows });
      expect(['stale', 'miss']).toContain(cache);
      expect(result).toContain('Ada');
      await until(kaizen, 'hit');
      expect(ofCache(lines)).toEqual([]);
      await store.disconnect();
    });

    it('is told as full, and read on', async () => {
      const store = new Keyv(adapterOf(redis.url));
      const kaizen = clientOf(store);
      await until(kaizen, 'hit');
      lines.warnings.length = 0;
      await admin.configSet('maxmemory', '1');
      for (let call = 0; call < 3; call++) {
        await ask(kaizen, [call]);
        await sleep(30);
      }
      expect((await ask(kaizen, rows)).cache).toBe('hit');
      await admin.configSet('maxmemory', '0');
      expect(ofCache(lines)).toEqual([expect.stringContaining('OOM')]);
      await store.disconnect();
    });
  });

  it('is the cache of a Nest app, whose memory or Redis is injected', async () => {
    const stores = () => [new Keyv(new KeyvRedis(redis.url))];
    const cached = CacheModule.registerAsync({
      isGlobal: true,
      useFactory: () => ({ stores: stores() }),
    });
    const options: KaizenOptions = {
      transport: 'embedded',
      cache: { store: 'app', timeoutMs: TIME_BOX_MS },
    };
    const boot = async () => {
      const module = await Test.createTestingModule({
        imports: [cached, KaizenModule.forRoot(options)],
      })
        .setLogger(false as never)
        .compile();
      return module.init();
    };
    const [one, other] = [await boot(), await boot()];
    await until(one.get(KaizenService), 'hit');
    expect((await ask(other.get(KaizenService), rows)).cache).toBe('hit');
    await Promise.all([one.close(), other.close()]);
  });
});

describe('the cache of a Nest app', () => {
  const options: KaizenOptions = { transport: 'embedded', cache: { store: 'app' } };

  it('is its CACHE_MANAGER, which others see too', async () => {
    const module = await Test.createTestingModule({
      imports: [CacheModule.register({ isGlobal: true }), KaizenModule.forRoot(options)],
    }).compile();
    const kaizen = module.get(KaizenService);
    expect((await ask(kaizen, rows)).cache).toBe('miss');
    expect((await ask(kaizen, rows)).cache).toBe('hit');
    await module.get<{ clear(): Promise<boolean> }>(CACHE_MANAGER).clear();
    expect((await ask(kaizen, rows)).cache).toBe('miss');
    await module.close();
  });

  it('may be handed over by a factory', async () => {
    const module = await Test.createTestingModule({
      imports: [
        KaizenModule.forRootAsync({
          imports: [CacheModule.register()],
          inject: [CACHE_MANAGER],
          useFactory: (store: KaizenCacheStore) => ({ transport: 'embedded', cache: { store } }),
        }),
      ],
    }).compile();
    const kaizen = module.get(KaizenService);
    await ask(kaizen, rows);
    expect((await ask(kaizen, rows)).cache).toBe('hit');
    await module.close();
  });

  it('has to be there when it is asked for', async () => {
    const building = Test.createTestingModule({
      imports: [KaizenModule.forRoot(options)],
    }).compile();
    await expect(building).rejects.toThrow(/CacheModule\.register/);
  });

  it('is part of what the health indicator tells', async () => {
    let isDown = false;
    const act = () => {
      if (isDown) throw new Error('down');
    };
    const cache = { store: { get: act, set: act } };
    const module = await Test.createTestingModule({
      imports: [
        TerminusModule,
        KaizenModule.forRoot({ transport: 'embedded', cache, logLevel: 'off' }),
      ],
      providers: [KaizenHealthIndicator],
    }).compile();
    const indicator = module.get(KaizenHealthIndicator);
    expect((await indicator.pingCheck('kaizen')).kaizen).toMatchObject({
      status: 'up',
      cache: 'up',
    });
    isDown = true;
    expect((await indicator.pingCheck('kaizen')).kaizen).toMatchObject({
      status: 'up',
      cache: 'down',
    });
    await module.close();
  });
});
