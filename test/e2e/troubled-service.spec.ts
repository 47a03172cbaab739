import { afterEach, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createKaizen } from '../../lib/client/create-kaizen.js';
import { KaizenService } from '../../lib/client/kaizen.service.js';
import { KaizenConnectionError } from '../../lib/errors/connection.error.js';
import { KaizenValidationError } from '../../lib/errors/validation.error.js';
import { KaizenHealthIndicator } from '../../lib/nest/health/kaizen.health.js';
import { KaizenModule } from '../../lib/nest/kaizen.module.js';
import type { KaizenOptions } from '../../lib/options/kaizen-options.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const ENVELOPE = { status: 'ok', operation: 'compress', result: 'x: 1' };
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
};

describe('a client whose service has its troubles', () => {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const thing of open.splice(0).reverse()) await thing.close();
  });

  async function serve(answer: Answer): Promise<string> {
    const server = createServer((request, response) => {
      void text(request).then(() => answer(request, response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({
      close: () => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      },
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function client(options: KaizenOptions): KaizenService {
    const kaizen = createKaizen({
      proxy: false,
      maxRetries: 0,
      logger: { log: () => undefined, warn: () => undefined, error: () => undefined },
      ...options,
    });
    open.push(kaizen);
    return kaizen;
  }

  it('does not take the id of a stored prompt for a text when the service is away', async () => {
    const kaizen = client({ baseUrl: 'http://127.0.0.1:9', fallback: 'embedded' });
    const ktof = `kpl_${'a'.repeat(32)}`;
    await expect(kaizen.promptsDecode({ ktof })).rejects.toBeInstanceOf(KaizenConnectionError);
    await expect(kaizen.promptsDecode({ ktof: 'x: 1' })).resolves.toMatchObject({
      result: { x: 1 },
      servedBy: 'embedded',
    });
  });

  it("falls back when another program answers at the service's address", async () => {
    const baseUrl = await serve(json(200, { hello: 1 }));
    const answer = await client({ baseUrl, fallback: 'embedded' }).compress({ data: { x: 1 } });
    expect(answer).toMatchObject({ result: 'x: 1', servedBy: 'embedded' });
  });

  it('says who serves a stream', async () => {
    const baseUrl = await serve(json(200, ENVELOPE));
    const kaizen = client({ baseUrl, fallback: 'embedded' });
    let last: unknown;
    for await (const event of kaizen.promptsEncodeStream({ prompt: { x: 1 } })) last = event;
    expect(last).toMatchObject({ type: 'done', servedBy: 'embedded' });
  });

  it('tells neither a name nor a number of the prompt, but which field was refused', async () => {
    const detail = [
      { loc: ['body', 'prompt'], msg: "'078-05-1120' of patient John Doe", type: 'value_error' },
      { loc: ['body', 'prompt'], msg: 'field required', type: 'missing' },
    ];
    const kaizen = client({
      baseUrl: await serve(json(422, { detail })),
      headers: { 'x-on': '1' },
    });
    const error: unknown = await kaizen
      .promptsEncode({ prompt: { ssn: '078-05-1120', name: 'John Doe', year: 1945 } })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KaizenValidationError);
    const told = JSON.stringify(error) + String(error);
    expect(told).not.toMatch(/078-05|John|Doe/);
    expect((error as KaizenValidationError).details).toContainEqual({
      loc: ['body', 'prompt'],
      msg: 'field required',
      type: 'missing',
    });
  });

  it('is not disturbed by a logger or a collector that fails later', async () => {
    const rejected: unknown[] = [];
    const note = (reason: unknown) => rejected.push(reason);
    process.on('unhandledRejection', note);
    const fails = (() => Promise.reject(new Error('not there'))) as () => void;
    const kaizen = client({
      baseUrl: 'http://127.0.0.1:9',
      fallback: 'embedded',
      logger: { log: fails, warn: fails, error: fails },
      metrics: { recordFallback: fails },
    });
    await expect(kaizen.compress({ data: { x: 1 } })).resolves.toMatchObject({ result: 'x: 1' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', note);
    expect(rejected).toEqual([]);
  });

  it('does not open its circuit for calls in a hurry, but for those with all their time', async () => {
    const baseUrl = await serve(() => undefined);
    const circuitBreaker = { minimumCalls: 3, sampleSize: 5 };
    const kaizen = client({ baseUrl, circuitBreaker, timeoutMs: 300 });
    const hurried = Array.from({ length: 6 }, () =>
      kaizen.compress({ data: 1 }, { timeoutMs: 20 }),
    );
    await Promise.allSettled(hurried);
    expect(kaizen.circuit).toBe('closed');
    await Promise.allSettled(Array.from({ length: 4 }, () => kaizen.compress({ data: 1 })));
    expect(kaizen.circuit).toBe('open');
  });

  it('answers a health check while it is as busy as it may be', async () => {
    const baseUrl = await serve((request, response) => {
      if (request.method === 'GET') json(200, { status: 'Healthy' })(request, response);
    });
    @Module({
      imports: [
        TerminusModule,
        KaizenModule.forRoot({ baseUrl, proxy: false, maxConcurrency: 1, shutdownGraceMs: 0 }),
      ],
      providers: [KaizenHealthIndicator],
    })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
    open.push(app);
    const busy = app.get(KaizenService).compress({ data: 1 });
    const health = await app.get(KaizenHealthIndicator).pingCheck('kaizen');
    expect(health.kaizen).toMatchObject({ status: 'up', transport: 'http' });
    await app.close();
    await expect(busy).rejects.toMatchObject({ code: 'KAIZEN_CLIENT_CLOSED' });
  });

  it('stays itself where Nest knows modules by their text', async () => {
    const keys: unknown[] = [];
    const baseUrl = await serve((request, response) => {
      keys.push(request.headers['x-api-key']);
      json(200, ENVELOPE)(request, response);
    });
    const use = (apiKey: string) => KaizenModule.forRoot({ baseUrl, apiKey, proxy: false });
    @Module({ imports: [use('key-of-a')] })
    class A {
      constructor(readonly kaizen: KaizenService) {}
    }
    @Module({ imports: [use('key-of-b')] })
    class B {
      constructor(readonly kaizen: KaizenService) {}
    }
    @Module({ imports: [A, B] })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, {
      logger: false,
      moduleIdGeneratorAlgorithm: 'deep-hash',
    });
    open.push(app);
    for (const module of [A, B]) await app.get(module).kaizen.compress({ data: 1 });
    expect(keys).toEqual(['key-of-a', 'key-of-b']);
  });
});
