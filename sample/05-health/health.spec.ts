import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { startScriptedService } from 'nestjs-kaizen/testing';
import { AppModule } from './src/app.module.js';
import { line, type Sight } from './src/look.js';
import { story } from './src/story.js';

let app: INestApplication;
let url: string;
const sights: Sight[] = [];

beforeAll(async () => {
  const service = await startScriptedService();
  app = await NestFactory.create(AppModule.of(service.url), { logger: false });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  for await (const sight of story(url, service)) sights.push(sight);
}, 30_000);
afterAll(() => app.close());

describe('the app', () => {
  it('is down while the service is away, tells why, and is up again when it is back', () => {
    const seen = sights.map(({ strict: { status, kaizen } }) => [
      status,
      kaizen['status'],
      kaizen['circuit'],
      kaizen['code'],
    ]);
    expect(seen).toEqual([
      [200, 'up', 'closed', undefined],
      [503, 'down', 'closed', 'KAIZEN_CONNECTION_FAILED'],
      [503, 'down', 'open', 'KAIZEN_CIRCUIT_OPEN'],
      [503, 'down', 'open', 'KAIZEN_CIRCUIT_OPEN'],
      [200, 'up', 'closed', undefined],
    ]);
  });

  it('is up and degraded with a fallback, which does the work meanwhile', () => {
    const seen = sights.map(({ lenient: { status, kaizen }, servedBy }) => [
      status,
      kaizen['degraded'] ?? false,
      servedBy,
    ]);
    expect(seen).toEqual([
      [200, false, 'http'],
      [200, true, 'embedded'],
      [200, true, 'embedded'],
      [200, true, 'embedded'],
      [200, false, 'http'],
    ]);
  });

  it('answers for a service that is away with a status of its own', async () => {
    const response = await fetch(`${url}/prompts/strict`);
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({
      statusCode: 502,
      error: 'Bad Gateway',
      message: 'The service that handles prompts failed.',
      code: 'KAIZEN_CONNECTION_FAILED',
      requestId: expect.stringMatching(/^[\w-]{36}$/),
    });
  });

  it('shows each moment in a line', () => {
    const lines = sights.map(line);
    expect(lines[0]).toMatch(/^the service is there: .*\/health 200: up, circuit closed .* http$/);
    expect(lines[2]).toMatch(/503: down, circuit open, KAIZEN_CIRCUIT_OPEN .*200: up, degraded/);
  });
});
