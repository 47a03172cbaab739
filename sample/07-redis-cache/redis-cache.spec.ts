import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type KaizenScriptedService, startScriptedService } from 'nestjs-kaizen/testing';
import { HAS_REDIS } from '../../test/support/redis-server.js';
import { AppModule } from './src/app.module.js';
import { Redis } from './src/redis.js';
import { type Sight, story } from './src/story.js';

const describeRedis = HAS_REDIS ? describe : describe.skip;
if (!HAS_REDIS) console.warn('There is no redis-server: sample 07 is skipped.');

describeRedis('two instances with one cache', () => {
  const sights: Sight[] = [];
  const apps: INestApplication[] = [];
  let service: KaizenScriptedService;
  let redis: Redis;

  beforeAll(async () => {
    redis = await Redis.start();
    service = await startScriptedService();
    const places = { baseUrl: service.url, redisUrl: redis.url };
    for (let instance = 0; instance < 2; instance++) {
      const app = await NestFactory.create(AppModule.of(places), { logger: false });
      await app.listen(0, '127.0.0.1');
      apps.push(app);
    }
    const urls = (await Promise.all(apps.map((app) => app.getUrl()))) as [string, string];
    for await (const sight of story({ urls, redis, service })) sights.push(sight);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([...apps.map((app) => app.close()), service.close(), redis.stop()]);
  });

  it('ask the service once, whichever of them is asked', () => {
    const seen = sights.slice(0, 4).map(({ cache, asked }) => [cache, asked]);
    expect(seen).toEqual([
      ['miss', 1],
      ['hit', 1],
      ['hit', 1],
      ['hit', 1],
    ]);
  });

  it('go on without Redis, and with it again', () => {
    expect(sights[4]).toMatchObject({ cache: 'error', asked: 2 });
    expect(sights[5]!.cache).toBe('miss');
  });
});
