import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  type CallHandler,
  Catch,
  Controller,
  Get,
  type ExceptionFilter,
  type ArgumentsHost,
  Injectable,
  Module,
  type NestInterceptor,
  Post,
  ValidationPipe,
  VersioningType,
} from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { map } from 'rxjs';
import { OPERATIONS } from '../../../lib/contract/operations.js';
import { KaizenServerModule } from 'nestjs-kaizen/server';
import { ADAPTERS } from '../run-app.js';
import { ask, TestServers } from './server-app.js';

const servers = new TestServers();
afterEach(() => servers.close());

const rows = [
  { id: 1, name: 'Ada' },
  { id: 2, name: 'Grace' },
];
const KTOF = 'rows[2]{id,name}:\n 1,Ada\n 2,Grace';

describe.each(ADAPTERS)('the routes of a server on %s', (_name, adapter) => {
  const how = () => ({ adapter: adapter() });

  it('answers every operation in the documented dialect', async () => {
    const url = await servers.run({}, {}, how());
    const call = async (path: string, body: unknown) => {
      const { status, json, headers } = await ask(url + path, { body });
      expect([status, headers.get('content-type')]).toEqual([
        200,
        'application/json; charset=utf-8',
      ]);
      return json;
    };
    const stats = { original_bytes: 56, compressed_bytes: 33, reduction_ratio: 0.589 };
    expect(await call('/v1/compress', { data: { rows } })).toEqual({
      operation: 'compress',
      status: 'ok',
      result: KTOF,
      stats,
    });
    expect(await call('/v1/decompress', { data: KTOF })).toMatchObject({
      operation: 'decompress',
      result: { rows },
    });
    expect(await call('/v1/optimize', { data: { rows }, token_models: ['gpt-4o'] })).toMatchObject({
      operation: 'optimize',
      result: KTOF,
      token_stats: { 'gpt-4o': { method: 'exact', encoding: 'o200k_base' } },
    });
    const prompt = { messages: [{ role: 'user', content: `Look: ${JSON.stringify({ rows })}` }] };
    expect(
      await call('/v1/optimize/request', { prompt, metadata: { run: 7 }, auto_detect_json: true }),
    ).toMatchObject({
      operation: 'optimize.request',
      status: 'ok',
      metadata: { run: 7 },
      meta: { auto_detected_json: true, embedded_json_count: 1 },
    });
    expect(await call('/v1/optimize/response', { ktof: KTOF, options: null })).toMatchObject({
      operation: 'optimize.response',
      result: { rows },
    });
    const encoded = await call('/v1/prompts/encode', { prompt, options: { length_marker: '#' } });
    expect(encoded).toMatchObject({ operation: 'prompts.encode', status: 'ok' });
    const decoded = await call('/v1/prompts/decode', {
      ktof: encoded['result'],
      replay_meta: encoded['meta'],
      metadata: { back: true },
    });
    expect(decoded).toMatchObject({
      operation: 'prompts.decode',
      result: prompt,
      metadata: { back: true },
    });
  });

  it.each(['/', '/health', '/livez', '/readyz'])('answers GET %s', async (path) => {
    const { status, json, headers } = await ask((await servers.run({}, {}, how())) + path);
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'ok' });
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('takes keys that name prototypes as plain data', async () => {
    const url = await servers.run({}, {}, how());
    const body = Buffer.from('{"data":{"__proto__":{"admin":true},"constructor":{"prototype":1}}}');
    const { status, json } = await ask(`${url}/v1/compress`, { body });
    expect(status).toBe(200);
    expect(json['result']).toBe('__proto__:\n admin: true\nconstructor:\n prototype: 1');
    const back = await ask(`${url}/v1/decompress`, { body: { data: json['result'] } });
    expect(back.text).toContain('"result":{"__proto__":{"admin":true},"constructor":');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('takes bodies past the limits of the body parsers, and in chunks', async () => {
    const url = await servers.run({}, {}, how());
    const data = 'x'.repeat(2_000_000);
    const { status, json } = await ask(`${url}/v1/compress`, { body: { data } });
    expect([status, (json['result'] as string).length]).toEqual([200, 2_000_000]);
  });

  it.each([
    ['my-request/7:a', true],
    ['"quoted"', true],
    ['with space', false],
    ['x'.repeat(201), false],
  ])('gives back a sound request id: %s', async (id, isSound) => {
    const url = await servers.run({}, {}, how());
    const headers = { 'x-request-id': id };
    for (const request of [{ body: { data: 1 } }, { body: { dada: 1 } }]) {
      const reply = await ask(`${url}/v1/compress`, { ...request, headers });
      const told = reply.headers.get('x-request-id')!;
      expect([told === id, told.length]).toEqual([isSound, isSound ? id.length : 36]);
      expect(reply.status === 200 || reply.json.error['request_id'] === told).toBe(true);
    }
  });
});

@Controller('own')
class OwnController {
  @Post('echo')
  echo(@Body() body: unknown) {
    return body;
  }

  @Get('fail')
  fail() {
    throw new Error('own');
  }
}

@Injectable()
class Wrapping implements NestInterceptor {
  intercept(_: unknown, next: CallHandler) {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

@Catch()
class Teapot implements ExceptionFilter {
  catch(_: unknown, host: ArgumentsHost) {
    const response = host
      .switchToHttp()
      .getResponse<{ status(code: number): { send(b: string): void } }>();
    response.status(418).send('teapot');
  }
}

describe.each(ADAPTERS)('the server in an app on %s', (_name, adapter) => {
  it('leaves the app as it is, and is left alone by its pipes, filters and interceptors', async () => {
    const url = await servers.run(
      { prefix: 'kaizen' },
      { controllers: [OwnController] },
      {
        adapter: adapter(),
        configure: (app) => {
          app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidUnknownValues: true }));
          app.useGlobalInterceptors(new Wrapping());
          app.useGlobalFilters(new Teapot());
        },
      },
    );
    const ours = await ask(`${url}/kaizen/v1/compress`, { body: { data: { a: 1 } } });
    expect([ours.status, ours.json['result']]).toEqual([200, 'a: 1']);
    const refused = await ask(`${url}/kaizen/v1/compress`, { body: {} });
    expect([refused.status, refused.json.error['code']]).toEqual([422, 'validation_failed']);
    const echo = await ask(`${url}/own/echo`, { body: { a: 1 } });
    expect([echo.status, echo.json]).toEqual([201, { data: { a: 1 } }]);
    expect((await ask(`${url}/own/echo`, { body: Buffer.from('{"a":') })).status).toBe(418);
    expect((await ask(`${url}/own/fail`)).text).toBe('teapot');
    expect((await ask(`${url}/v1/compress`, { body: { data: 1 } })).status).toBe(418);
  });

  it('has its routes below a global prefix, a module path, and beside versions', async () => {
    @Module({ imports: [KaizenServerModule.forRoot({ workers: false })] })
    class ApiModule {}
    const url = await servers.run(
      { prefix: 'first' },
      {
        imports: [
          ApiModule,
          RouterModule.register([{ path: 'below', module: KaizenServerModule }]),
        ],
      },
      {
        adapter: adapter(),
        configure: (app) => {
          app.setGlobalPrefix('api');
          app.enableVersioning({ type: VersioningType.URI });
        },
      },
    );
    const body = Buffer.from('{"data":{"__proto__":1}}');
    for (const prefix of ['/api/below/first', '/api/below']) {
      for (const { method, path } of Object.values(OPERATIONS)) {
        const { status } = await ask(url + prefix + path, method === 'GET' ? {} : { body });
        expect([path, status]).not.toEqual([path, 404]);
      }
      const { json } = await ask(`${url}${prefix}/v1/compress`, { body });
      expect(json['result']).toBe('__proto__: 1');
    }
  });

  it('serves two registrations with options of their own', async () => {
    const url = await servers.run(
      { prefix: 'small', maxBodyBytes: 10 },
      { imports: [KaizenServerModule.forRoot({ prefix: 'large', workers: false })] },
      { adapter: adapter() },
    );
    const body = { data: 'x'.repeat(20) };
    expect((await ask(`${url}/small/v1/compress`, { body })).status).toBe(413);
    expect((await ask(`${url}/large/v1/compress`, { body })).status).toBe(200);
  });

  it('takes its options from a factory', async () => {
    const useFactory = () => ({ workers: false as const, profile: 'toon' as const });
    const server = KaizenServerModule.forRootAsync({ prefix: 'toon', useFactory });
    const url = await servers.run({}, { imports: [server] }, { adapter: adapter() });
    const { json } = await ask(`${url}/toon/v1/compress`, {
      body: { data: { a: [{ b: { c: 1 } }] } },
    });
    expect(json['result']).toContain('a[1]');
  });
});

describe('the registration of a server', () => {
  it.each([
    [{ maxBodyBytez: 1 }, 'maxBodyBytez'],
    [{ maxBodyBytes: '1' }, 'maxBodyBytes'],
    [{ keys: [] }, 'keys'],
    [{ keys: ['two words here'] }, 'keys'],
    [{ keyFile: '/no/such/file' }, 'keyFile'],
    [{ payloads: { ttl: 1 } }, 'payloads.ttl'],
    [{ rateLimit: { limit: 0 } }, 'rateLimit.limit'],
    [{ redisUrl: 'http://localhost' }, 'redisUrl'],
  ])('fails the boot for %j', async (options, option) => {
    await expect(servers.run(options as never)).rejects.toMatchObject({
      name: 'KaizenOptionsError',
      option,
    });
  });
});
