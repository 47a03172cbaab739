import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Header,
  HttpException,
  Injectable,
  Logger,
  type ModuleMetadata,
  type NestInterceptor,
  Param,
  Res,
  UseFilters,
  UseInterceptors,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { readFileSync } from 'node:fs';
import { get, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  KaizenAbortError,
  KaizenAPIError,
  KaizenExceptionFilter,
  KaizenModule,
  KaizenPayloadError,
  KaizenRateLimitError,
  UseKaizen,
  type KaizenService,
} from 'nestjs-kaizen';
import { KaizenProviderError, type ProviderErrorKind } from 'nestjs-kaizen/providers';
import { firstValueFrom } from 'rxjs';
import { ERROR_CLASSES, EVERY_ERROR, INSIDE_WORDS } from '../support/every-error.js';
import { ADAPTERS, runApp } from './run-app.js';

const running: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()));
  jest.restoreAllMocks();
});

const FILTER = { provide: APP_FILTER, useClass: KaizenExceptionFilter };

/** The status of each code, as a user of the app sees it. */
const STATUSES: Record<string, number> = {
  KAIZEN_INVALID_PAYLOAD: 400,
  KAIZEN_PAYLOAD_TOO_DEEP: 400,
  KAIZEN_INVALID_KTOF: 400,
  KAIZEN_VALIDATION_FAILED: 400,
  KAIZEN_EXPIRED: 410,
  KAIZEN_PAYLOAD_TOO_LARGE: 413,
  KAIZEN_REQUEST_TOO_LARGE: 413,
  KAIZEN_ABORTED: 499,
  KAIZEN_INVALID_OPTION: 500,
  KAIZEN_MISSING_DEPENDENCY: 500,
  KAIZEN_WORKER_FAILED: 500,
  KAIZEN_HOOK_FAILED: 500,
  KAIZEN_API_ERROR: 502,
  KAIZEN_AUTHENTICATION_FAILED: 502,
  KAIZEN_CONNECTION_FAILED: 502,
  KAIZEN_INVALID_RESPONSE: 502,
  KAIZEN_NOT_FOUND: 502,
  KAIZEN_PERMISSION_DENIED: 502,
  KAIZEN_SERVICE_FAILED: 502,
  KAIZEN_STREAM_FAILED: 502,
  KAIZEN_CIRCUIT_OPEN: 503,
  KAIZEN_CLIENT_CLOSED: 503,
  KAIZEN_OVERLOADED: 503,
  KAIZEN_RATE_LIMITED: 503,
  KAIZEN_TIMEOUT: 504,
};

/** Who comes again, and when. */
const RETRY_AFTER: Record<string, string> = {
  KAIZEN_CIRCUIT_OPEN: '2',
  KAIZEN_OVERLOADED: '1',
  KAIZEN_RATE_LIMITED: '62',
};

@Controller('fail')
class FailingController {
  @Get(':code')
  @Header('content-type', 'text/event-stream')
  fail(@Param('code') code: string) {
    throw EVERY_ERROR.find((error) => error.code === code) ?? new HttpException('no such', 404);
  }
}

async function run(metadata: ModuleMetadata, options: Parameters<typeof runApp>[1]) {
  const { app, url } = await runApp(metadata, options);
  running.push(app);
  return url;
}

/** What the app logs while something is done. */
function watchLog() {
  const lines: string[] = [];
  for (const level of ['error', 'warn'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((line) => {
      lines.push(`${level}: ${String(line)}`);
    });
  }
  return lines;
}

async function ask(url: string) {
  const response = await fetch(url);
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as Record<string, unknown> };
}

describe('the list of errors', () => {
  it('has one of every exported class that is not abstract', () => {
    const made = new Set(EVERY_ERROR.map(({ name }) => name));
    const missing = ERROR_CLASSES.filter((name) => !made.has(name));
    expect(missing.toSorted()).toEqual(['KaizenError', 'KaizenRequestError']);
    expect(Object.keys(STATUSES).toSorted()).toEqual(
      EVERY_ERROR.map(({ code }) => code).toSorted(),
    );
  });
});

describe('docs/errors.md', () => {
  /** The rows of its tables: class, code, fields and answer. */
  const rows = readFileSync('docs/errors.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| `Kaizen\w+Error` /.test(line))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\||\|$/g, '').trim()))
    .map((cells) => {
      const texts = cells.map((cell) => cell.replaceAll('`', ''));
      const code = texts.find((text) => text.startsWith('KAIZEN_')) ?? '';
      return { name: texts[0] ?? '', code, fields: texts.at(-2) ?? '', answer: texts.at(-1) };
    });
  const ofCode = (wanted: string) => rows.filter(({ code }) => code === wanted);

  it.each(EVERY_ERROR.map((error) => [error.code, error] as const))(
    'has a row for %s with its class and how the filter answers it',
    (code, { name }) => {
      expect(ofCode(code)).toMatchObject([{ name, answer: String(STATUSES[code]) }]);
    },
  );

  it('names the fields of each class, those that all have apart', () => {
    const common = ['name', 'code', 'message', 'requestId', 'attempts', 'help'];
    for (const error of EVERY_ERROR.filter((each) => !(each instanceof KaizenAPIError))) {
      const own = Object.keys(error.toJSON()).filter((field) => !common.includes(field));
      const told = ofCode(error.code)[0]
        ?.fields.split(/[, ]+/)
        .filter((field) => field !== '');
      expect({ code: error.code, told: told?.toSorted() }).toEqual({
        code: error.code,
        told: own.toSorted(),
      });
    }
  });

  it('has no row for what does not exist', () => {
    const known = new Set(EVERY_ERROR.map(({ code }) => code));
    const others = rows.filter(({ code }) => !known.has(code));
    expect(others.map(({ name }) => name)).toEqual([KaizenProviderError.name]);
    expect(rows).toHaveLength(EVERY_ERROR.length + 1);
  });
});

describe.each(ADAPTERS)('KaizenExceptionFilter on %s', (_name, adapter) => {
  it('answers every error with its status and a body in Nest’s form', async () => {
    const log = watchLog();
    const url = await run(
      { controllers: [FailingController], providers: [FILTER] },
      { adapter: adapter() },
    );
    for (const error of EVERY_ERROR) {
      const { code, requestId } = error;
      const { status, headers, body } = await ask(`${url}/fail/${code}`);
      expect({ code, status }).toEqual({ code, status: STATUSES[code] });
      expect(body).toEqual({
        statusCode: status,
        error: expect.stringMatching(/^[A-Z]\w+( \w+)*$/),
        message: expect.stringMatching(/./),
        code,
        ...(requestId !== undefined && { requestId }),
      });
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect({ code, after: headers.get('retry-after') }).toEqual({
        code,
        after: RETRY_AFTER[code] ?? null,
      });
      expect(JSON.stringify(body)).not.toMatch(INSIDE_WORDS);
      const own = status < 499 && status !== 410;
      expect(body['message'] === error.message).toBe(own || status === 410);
    }
    const failed = EVERY_ERROR.filter(({ code }) => STATUSES[code]! >= 500);
    expect(log).toHaveLength(failed.length);
    for (const [index, { code, message }] of failed.entries()) {
      const level = STATUSES[code] === 500 ? 'error' : 'warn';
      expect(log[index]).toMatch(new RegExp(`^${level}: ${code}.*: `));
      expect(log[index]).toContain(message);
    }
  });

  it('answers the failures of vendors by their kind', async () => {
    watchLog();
    @Controller('vendor')
    class VendorController {
      @Get(':kind')
      fail(@Param('kind') kind: ProviderErrorKind) {
        const context = { provider: 'openai', kind, retryAfterMs: 3000, status: 401 };
        throw new KaizenProviderError('OpenAI failed, by its inner words.', context);
      }
    }
    const url = await run(
      { controllers: [VendorController], providers: [FILTER] },
      { adapter: adapter() },
    );
    const expected: [ProviderErrorKind, number, string | null][] = [
      ['rate-limit', 503, '3'],
      ['overloaded', 503, '3'],
      ['timeout', 504, null],
      ['abort', 499, null],
      ['authentication', 502, null],
      ['server', 502, null],
    ];
    for (const [kind, status, after] of expected) {
      const answer = await ask(`${url}/vendor/${kind}`);
      expect([kind, answer.status, answer.headers.get('retry-after')]).toEqual([
        kind,
        status,
        after,
      ]);
      expect(answer.body['message']).not.toMatch(/inner words/);
    }
  });

  it('leaves other exceptions to Nest', async () => {
    const url = await run(
      { controllers: [FailingController], providers: [FILTER] },
      { adapter: adapter() },
    );
    expect(await ask(`${url}/fail/none`)).toMatchObject({
      status: 404,
      body: { statusCode: 404, message: 'no such' },
    });
  });

  it('answers what a client really raises', async () => {
    @Controller('decode')
    class DecodeController {
      @Get()
      decode(@UseKaizen() kaizen: KaizenService) {
        return kaizen.decompress({ data: 'a[2]: 1' });
      }
    }
    const url = await run(
      {
        imports: [KaizenModule.forRoot()],
        controllers: [DecodeController],
        providers: [FILTER],
      },
      { adapter: adapter() },
    );
    expect(await ask(`${url}/decode`)).toMatchObject({
      status: 400,
      body: {
        error: 'Bad Request',
        code: 'KAIZEN_INVALID_KTOF',
        message: expect.stringContaining('line 1'),
        requestId: expect.stringMatching(/^[\w-]{36}$/),
      },
    });
  });

  it('is bound with @UseFilters, as a class and as an instance, and to a whole app', async () => {
    const failure = new KaizenPayloadError('$ is wrong.', 'KAIZEN_INVALID_PAYLOAD', '$');
    @Controller()
    class BoundController {
      @Get('class')
      @UseFilters(KaizenExceptionFilter)
      byClass() {
        throw failure;
      }

      @Get('instance')
      @UseFilters(new KaizenExceptionFilter())
      byInstance() {
        throw failure;
      }

      @Get('global')
      global() {
        throw failure;
      }
    }
    const url = await run(
      { controllers: [BoundController] },
      {
        adapter: adapter(),
        configure: (app) => void app.useGlobalFilters(new KaizenExceptionFilter()),
      },
    );
    for (const way of ['class', 'instance', 'global']) {
      expect(await ask(`${url}/${way}`)).toMatchObject({
        status: 400,
        body: { code: failure.code },
      });
    }
  });

  it('lets an app answer one class in another way', async () => {
    @Catch(KaizenRateLimitError)
    class OwnFilter implements ExceptionFilter {
      catch(_error: KaizenRateLimitError, host: ArgumentsHost) {
        const reply = host
          .switchToHttp()
          .getResponse<{ status(code: number): { send(body: string): void } }>();
        reply.status(429).send('own');
      }
    }
    watchLog();
    const url = await run(
      {
        controllers: [FailingController],
        providers: [FILTER, { provide: APP_FILTER, useClass: OwnFilter }],
      },
      { adapter: adapter() },
    );
    expect((await fetch(`${url}/fail/KAIZEN_RATE_LIMITED`)).status).toBe(429);
    expect((await fetch(`${url}/fail/KAIZEN_OVERLOADED`)).status).toBe(503);
  });

  it('answers errors of interceptors', async () => {
    @Injectable()
    class FailingInterceptor implements NestInterceptor {
      intercept(): never {
        throw new KaizenRateLimitError('slow down', { statusCode: 429 });
      }
    }
    @Controller()
    class InterceptedController {
      @Get()
      @UseInterceptors(FailingInterceptor)
      never() {
        return 'never';
      }
    }
    watchLog();
    const url = await run(
      { controllers: [InterceptedController], providers: [FILTER] },
      { adapter: adapter() },
    );
    const { status, headers } = await ask(url);
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  });

  it('cuts off an answer that has begun', async () => {
    @Controller()
    class HalfController {
      @Get()
      async half(@Res() reply: { raw?: ServerResponse }) {
        const raw = reply.raw ?? (reply as unknown as ServerResponse);
        raw.writeHead(200, { 'content-length': '100' });
        raw.write('half');
        await sleep(20);
        throw new KaizenRateLimitError('slow down', { statusCode: 429 });
      }
    }
    watchLog();
    const url = await run(
      { controllers: [HalfController], providers: [FILTER] },
      { adapter: adapter() },
    );
    const response = await fetch(url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('answers nobody when the client has gone', async () => {
    const left: ServerResponse[] = [];
    @Controller()
    class AbandonedController {
      @Get()
      async wait(@Res() reply: { raw?: ServerResponse }) {
        const raw = reply.raw ?? (reply as unknown as ServerResponse);
        await once(raw, 'close');
        left.push(raw);
        throw new KaizenAbortError('The client has gone.');
      }
    }
    const log = watchLog();
    const url = await run(
      { controllers: [AbandonedController], providers: [FILTER] },
      { adapter: adapter() },
    );
    const request = get(url);
    request.on('error', () => undefined);
    await once(request, 'socket');
    await sleep(50);
    request.destroy();
    for (let wait = 0; left.length === 0 && wait < 100; wait++) await sleep(10);
    await sleep(20);
    expect(left.map(({ headersSent }) => headersSent)).toEqual([false]);
    expect(log).toEqual([]);
  });

  it('tells a deadline of the app’s own from a client that left', async () => {
    const signal = AbortSignal.timeout(1);
    await sleep(5);
    const late = new KaizenAbortError('ended', { cause: signal.reason });
    @Controller()
    class LateController {
      @Get()
      late() {
        throw late;
      }
    }
    watchLog();
    const url = await run(
      { controllers: [LateController], providers: [FILTER] },
      { adapter: adapter() },
    );
    expect(await ask(url)).toMatchObject({ status: 504, body: { error: 'Gateway Timeout' } });
  });
});

describe('KaizenExceptionFilter elsewhere', () => {
  it('leaves a microservice as it is without the filter', async () => {
    @Controller()
    class RpcController {
      @MessagePattern('fail')
      fail() {
        throw EVERY_ERROR[0]!;
      }
    }
    const compiled = await Test.createTestingModule({
      controllers: [RpcController],
      providers: [FILTER],
    })
      .setLogger(false as never)
      .compile();
    const service = compiled.createNestMicroservice({
      transport: Transport.TCP,
      options: { host: '127.0.0.1', port: 0 },
      logger: false,
    });
    await service.listen();
    running.push(service);
    const { port } = service.unwrap<Server>().address() as AddressInfo;
    const client = ClientProxyFactory.create({
      transport: Transport.TCP,
      options: { host: '127.0.0.1', port },
    });
    await expect(firstValueFrom(client.send('fail', {}))).rejects.toEqual({
      status: 'error',
      message: 'Internal server error',
    });
    client.close();
  });

  it('leaves a GraphQL resolver as it is without the filter', () => {
    const host = { getType: () => 'graphql' } as ArgumentsHost;
    const error = EVERY_ERROR[0]!;
    expect(new KaizenExceptionFilter().catch(error, host)).toBeUndefined();
  });

  const hostOf = (client: unknown) =>
    ({
      getType: () => 'ws',
      switchToWs: () => ({
        getClient: () => client,
        getPattern: () => 'encode',
        getData: () => ({ prompt: 1 }),
      }),
    }) as unknown as ArgumentsHost;

  const told = {
    status: 'error',
    message: 'Prompts cannot be handled at the moment. Try again later.',
    code: 'KAIZEN_RATE_LIMITED',
    requestId: 'req-1',
    cause: { pattern: 'encode', data: { prompt: 1 } },
  };

  it('tells a client of socket.io by the event exception', () => {
    watchLog();
    const emit = jest.fn();
    const error = EVERY_ERROR.find(({ code }) => code === told.code)!;
    new KaizenExceptionFilter().catch(error, hostOf({ emit }));
    expect(emit.mock.calls).toEqual([['exception', told]]);
  });

  it('tells a WebSocket by a message', () => {
    watchLog();
    const [emit, send] = [jest.fn(), jest.fn()];
    const error = EVERY_ERROR.find(({ code }) => code === told.code)!;
    new KaizenExceptionFilter().catch(error, hostOf({ readyState: 1, emit, send }));
    expect(emit).not.toHaveBeenCalled();
    expect(JSON.parse(String(send.mock.calls[0]?.[0]))).toEqual({ event: 'exception', data: told });
  });
});
