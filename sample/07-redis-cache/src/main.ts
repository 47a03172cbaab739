import { NestFactory } from '@nestjs/core';
import { startScriptedService } from 'nestjs-kaizen/testing';
import { AppModule } from './app.module.js';
import { Redis } from './redis.js';
import { story } from './story.js';

const redis = await Redis.start();
const service = await startScriptedService();
const places = { baseUrl: service.url, redisUrl: redis.url };
const apps = await Promise.all(
  [1, 2].map(() => NestFactory.create(AppModule.of(places), { logger: false })),
);
const [one, other] = apps;
for (const app of apps) await app.listen(0, '127.0.0.1');
const urls = [await one!.getUrl(), await other!.getUrl()] as const;
for await (const { moment, cache, asked } of story({ urls, redis, service })) {
  process.stdout.write(`${moment}: ${cache}, service asked ${asked} times\n`);
}
await Promise.all([...apps.map((app) => app.close()), service.close(), redis.stop()]);
