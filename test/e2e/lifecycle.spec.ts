import { afterEach, describe, expect, it } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, type ModuleMetadata, Module } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import {
  createKaizen,
  getKaizenToken,
  KaizenModule,
  KaizenService,
  UseKaizen,
} from 'nestjs-kaizen';
import { KaizenHealthIndicator, type KaizenPingOptions } from 'nestjs-kaizen/health';
import { resolveKaizenOptions } from '../../lib/options/resolve-options.js';
import { FixedTransport, HeldTransport } from '../unit/client/transports.js';
import { ADAPTERS, runApp, type RunningApp } from './run-app.js';

const running: RunningApp[] = [];
afterEach(() => Promise.all(running.splice(0).map(({ app }) => app.close())));

async function run(...args: Parameters<typeof runApp>): Promise<RunningApp> {
  const app = await runApp(...args);
  running.push(app);
  return app;
}

function clientOn(transport: HeldTransport | FixedTransport, shutdownGraceMs = 2000) {
  return new KaizenService(transport, resolveKaizenOptions({ shutdownGraceMs }));
}

describe.each(ADAPTERS)('the shutdown of an app on %s', (_name, adapter) => {
  it('closes every client', async () => {
    const imports = [KaizenModule.forRoot(), KaizenModule.forRoot({ name: 'eu' })];
    const { app } = await run({ imports }, { adapter: adapter() });
    const clients = [app.get(KaizenService), app.get<KaizenService>(getKaizenToken('eu'))];
    await Promise.all(clients.map((kaizen) => kaizen.health()));
    await app.close();
    for (const kaizen of clients) {
      await expect(kaizen.health()).rejects.toMatchObject({ code: 'KAIZEN_CLIENT_CLOSED' });
    }
  });

  it('lets a request that is being answered make its calls and finish them', async () => {
    const gate = new EventEmitter();
    @Controller()
    class SlowController {
      @Get()
      async health(@UseKaizen() kaizen: KaizenService) {
        gate.emit('entered');
        await once(gate, 'go on');
        return kaizen.health();
      }
    }
    const transport = new HeldTransport();
    const { app, url } = await run(
      { imports: [KaizenModule.forRoot()], controllers: [SlowController] },
      {
        adapter: adapter(),
        override: (builder) =>
          builder.overrideProvider(KaizenService).useValue(clientOn(transport)),
      },
    );
    const entered = once(gate, 'entered');
    const response = fetch(url, { headers: { connection: 'close' } });
    await entered;
    const closed = app.close();
    await sleep(20);
    gate.emit('go on');
    await sleep(20);
    expect(transport.closed).toBe(0);
    transport.calls[0]?.answer({ status: 'ok' });
    expect((await response).status).toBe(200);
    await closed;
    expect(transport.closed).toBe(1);
  });
});

describe('KaizenHealthIndicator', () => {
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
    const stuck = clientOn(new HeldTransport(), 0);
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
