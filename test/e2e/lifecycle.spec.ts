import { afterEach, describe, expect, it } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';
import { getKaizenToken, KaizenModule, KaizenService, UseKaizen } from 'nestjs-kaizen';
import { resolveKaizenOptions } from '../../lib/options/resolve-options.js';
import { HeldTransport } from '../unit/client/transports.js';
import { ADAPTERS, runApp, type RunningApp } from './run-app.js';

const running: RunningApp[] = [];
afterEach(() => Promise.all(running.splice(0).map(({ app }) => app.close())));

async function run(...args: Parameters<typeof runApp>): Promise<RunningApp> {
  const app = await runApp(...args);
  running.push(app);
  return app;
}

function clientOn(transport: HeldTransport) {
  return new KaizenService(transport, resolveKaizenOptions({ shutdownGraceMs: 2000 }));
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
