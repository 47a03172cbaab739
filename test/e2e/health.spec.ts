import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, type ModuleMetadata, Module } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createKaizen,
  getKaizenToken,
  KaizenModule,
  type KaizenOptions,
  KaizenService,
} from 'nestjs-kaizen';
import { KaizenHealthIndicator, type KaizenPingOptions } from 'nestjs-kaizen/health';
import { type KaizenScriptedService, startScriptedService } from 'nestjs-kaizen/testing';
import { resolveKaizenOptions } from '../../lib/options/resolve-options.js';
import { FixedTransport, HeldTransport } from '../unit/client/transports.js';
import { ADAPTERS, runApp, type RunningApp } from './run-app.js';

const running: { close(): Promise<unknown> }[] = [];
afterEach(() => Promise.all(running.splice(0).map((each) => each.close())));

async function run(...args: Parameters<typeof runApp>): Promise<RunningApp> {
  const app = await runApp(...args);
  running.push(app.app);
  return app;
}

function clientOn(transport: HeldTransport | FixedTransport) {
  return new KaizenService(transport, resolveKaizenOptions({ shutdownGraceMs: 0 }));
}

function healthApp(options?: KaizenPingOptions, rest: ModuleMetadata = {}): ModuleMetadata {
  @Controller('health')
  class HealthController {
    constructor(
      private readonly health: HealthCheckService,
      private readonly kaizen: KaizenHealthIndicator,
    ) {}

    @Get()
    @HealthCheck()
    check() {
      return this.health.check([() => this.kaizen.pingCheck('kaizen', options)]);
    }
  }
  return {
    imports: [TerminusModule.forRoot({ logger: false }), ...(rest.imports ?? [])],
    controllers: [HealthController],
    providers: [KaizenHealthIndicator, ...(rest.providers ?? [])],
  };
}

async function healthOf({ url }: RunningApp) {
  const response = await fetch(`${url}/health`);
  const body = (await response.json()) as { details: Record<string, Record<string, unknown>> };
  return { status: response.status, kaizen: body.details?.['kaizen'] };
}

describe('KaizenHealthIndicator', () => {
  it.each(ADAPTERS)(
    'reports the engine up, and a closed client down, on %s',
    async (_n, adapter) => {
      const metadata = healthApp(undefined, { imports: [KaizenModule.forRoot()] });
      const app = await run(metadata, { adapter: adapter() });
      expect(await healthOf(app)).toEqual({
        status: 200,
        kaizen: { status: 'up', transport: 'embedded', latencyMs: expect.any(Number) },
      });
      await app.app.get(KaizenService).close();
      expect(await healthOf(app)).toEqual({
        status: 503,
        kaizen: {
          status: 'down',
          transport: 'embedded',
          latencyMs: expect.any(Number),
          code: 'KAIZEN_CLIENT_CLOSED',
          message: expect.stringContaining('closed client'),
        },
      });
    },
  );

  it('asks the client of a name, or the one it is handed', async () => {
    const own = createKaizen();
    const named = await run(
      healthApp({ client: 'eu' }, { imports: [KaizenModule.forRoot({ name: 'eu' })] }),
    );
    const handed = await run(healthApp({ client: own }));
    expect((await healthOf(named)).status).toBe(200);
    expect((await healthOf(handed)).status).toBe(200);
    await named.app.get<KaizenService>(getKaizenToken('eu')).close();
    await own.close();
    expect((await healthOf(named)).status).toBe(503);
    expect((await healthOf(handed)).status).toBe(503);
  });

  it('answers in the time it is given', async () => {
    const stuck = clientOn(new HeldTransport());
    const { status, kaizen } = await healthOf(
      await run(healthApp({ client: stuck, timeoutMs: 20 })),
    );
    expect(status).toBe(503);
    expect(kaizen).toMatchObject({ status: 'down', code: 'KAIZEN_TIMEOUT' });
    expect(kaizen?.['latencyMs']).toBeGreaterThanOrEqual(19);
    expect(kaizen?.['latencyMs']).toBeLessThan(900);
    await stuck.close();
  });

  it.each([
    ['answers that it is not well', () => ({ status: 'draining' }), 'not well'],
    ['answers nonsense', () => 'k-secret', 'Check that the base URL'],
    [
      'fails in an unknown way',
      () => {
        throw new Error('connect to k-secret failed');
      },
      'The client failed in a way it does not know.',
    ],
  ])('reports a service down that %s, and shows no secret', async (_how, body, message) => {
    const app = await run(healthApp({ client: clientOn(new FixedTransport(body)) }));
    const { status, kaizen } = await healthOf(app);
    expect(status).toBe(503);
    expect(kaizen).toMatchObject({ status: 'down', message: expect.stringContaining(message) });
    expect(JSON.stringify(kaizen)).not.toContain('k-secret');
  });

  it("does not reach for another module's client, and says what to import", async () => {
    @Module({ imports: [KaizenModule.forRoot()] })
    class ElsewhereModule {}

    const { app } = await run(healthApp(undefined, { imports: [ElsewhereModule] }));
    await expect(app.get(KaizenHealthIndicator).pingCheck('kaizen')).rejects.toMatchObject({
      name: 'KaizenOptionsError',
      option: 'client',
      message: expect.stringContaining('cannot inject the client "default". Import'),
    });
  });
});

describe('KaizenHealthIndicator of a client that asks a service', () => {
  const SILENT = { log: () => 0, warn: () => 0, error: () => 0 };

  async function setUp(options: KaizenOptions, ping?: KaizenPingOptions) {
    const service = await startScriptedService();
    running.push(service);
    const module = KaizenModule.forRoot({
      baseUrl: service.url,
      apiKey: 'k-secret',
      logger: SILENT,
      ...options,
    });
    const app = await run(healthApp(ping, { imports: [module] }));
    return { service, app, kaizen: app.app.get(KaizenService) };
  }

  /** Stops a service; what it gives starts it again at the same place. */
  async function stop(service: KaizenScriptedService) {
    const { port } = service;
    await service.close();
    return async () => void running.push(await startScriptedService({}, { port }));
  }

  const up = { status: 'up', transport: 'http', latencyMs: expect.any(Number) };
  const refused = {
    code: 'KAIZEN_CONNECTION_FAILED',
    message: expect.stringContaining('ECONNREFUSED'),
  };

  it('is up while the service answers, down while it is away, and up again', async () => {
    const { service, app } = await setUp({});
    expect(await healthOf(app)).toEqual({ status: 200, kaizen: up });
    const start = await stop(service);
    const down = await healthOf(app);
    expect(down).toEqual({ status: 503, kaizen: { ...up, status: 'down', ...refused } });
    expect(JSON.stringify(down)).not.toContain('k-secret');
    await start();
    expect(await healthOf(app)).toEqual({ status: 200, kaizen: up });
  });

  it('asks once, without retries', async () => {
    const { service, app } = await setUp({ maxRetries: 5 });
    service.script('health', { status: 503, times: 2 });
    expect(await healthOf(app)).toMatchObject({
      status: 503,
      kaizen: { code: 'KAIZEN_SERVICE_FAILED' },
    });
    expect(service.requests).toHaveLength(1);
  });

  it('is down when the service is too slow, in the time it has', async () => {
    const { service, app } = await setUp({}, { timeoutMs: 50 });
    service.script('health', { delayMs: 10_000 });
    const { status, kaizen } = await healthOf(app);
    expect([status, kaizen?.['code']]).toEqual([503, 'KAIZEN_TIMEOUT']);
    expect(kaizen?.['latencyMs']).toBeLessThan(900);
  });

  it('tells the circuit, is down while it is open, and closes it with the check that finds the service back', async () => {
    const { service, app, kaizen } = await setUp({
      maxRetries: 0,
      circuitBreaker: { sampleSize: 2, minimumCalls: 2, openMs: 100 },
    });
    expect(await healthOf(app)).toEqual({ status: 200, kaizen: { ...up, circuit: 'closed' } });
    const start = await stop(service);
    for (let call = 0; call < 2; call++) await kaizen.compress({ data: 1 }).catch(() => 0);
    expect(await healthOf(app)).toEqual({
      status: 503,
      kaizen: {
        ...up,
        status: 'down',
        circuit: 'open',
        code: 'KAIZEN_CIRCUIT_OPEN',
        message: expect.stringContaining('failed too often'),
      },
    });
    await start();
    await sleep(120);
    expect(await healthOf(app)).toEqual({ status: 200, kaizen: { ...up, circuit: 'closed' } });
  });

  it('is up and degraded while the embedded engine answers in the place of the service', async () => {
    const { service, app, kaizen } = await setUp({ fallback: 'embedded', maxRetries: 0 });
    expect(await healthOf(app)).toEqual({ status: 200, kaizen: up });
    await stop(service);
    expect((await kaizen.compress({ data: 1 })).servedBy).toBe('embedded');
    expect(await healthOf(app)).toEqual({
      status: 200,
      kaizen: { ...up, degraded: true, fallback: 'embedded', ...refused },
    });
  });

  it('is down with a fallback when the service is required', async () => {
    const { service, app } = await setUp({ fallback: 'embedded' }, { requireService: true });
    expect(await healthOf(app)).toEqual({ status: 200, kaizen: up });
    await stop(service);
    expect(await healthOf(app)).toEqual({
      status: 503,
      kaizen: { ...up, status: 'down', ...refused },
    });
  });

  it('is degraded when the service says it is not well, and down when no fallback helps', async () => {
    const { service, app, kaizen } = await setUp({ fallback: 'embedded' });
    service.script('health', { body: { status: 'draining' } }, { status: 401 });
    expect(await healthOf(app)).toMatchObject({
      status: 200,
      kaizen: { degraded: true, message: 'The service answers that it is not well.' },
    });
    const { status, kaizen: answer } = await healthOf(app);
    expect([status, answer?.['code']]).toEqual([503, 'KAIZEN_AUTHENTICATION_FAILED']);
    expect(answer).not.toHaveProperty('degraded');
    await kaizen.close();
    expect(await healthOf(app)).toMatchObject({
      status: 503,
      kaizen: { code: 'KAIZEN_CLIENT_CLOSED' },
    });
  });
});
