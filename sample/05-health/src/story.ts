import { setTimeout as sleep } from 'node:timers/promises';
import { startScriptedService } from 'nestjs-kaizen/testing';
import { OPEN_MS } from './app.module.js';
import { look, type Sight } from './look.js';

/** A service that can be stopped, and started again where it was. */
type Service = Awaited<ReturnType<typeof startScriptedService>>;

/**
 * Stops and starts a service, and looks at the app each time.
 *
 * @param app Where the app is.
 * @param service The service that it asks. It is closed at the end.
 */
export async function* story(app: string, service: Service): AsyncGenerator<Sight> {
  const { port } = service;
  yield look(app, 'the service is there');
  await service.close();
  yield look(app, 'it is stopped');
  // Each of these tells the circuit breaker that nobody answers.
  for (let call = 0; call < 4; call++) {
    await Promise.all(['strict', 'fallback'].map((route) => fetch(`${app}/prompts/${route}`)));
  }
  yield look(app, 'some calls later');
  const again = await startScriptedService({}, { port });
  yield look(app, 'it is started, and left alone');
  await sleep(OPEN_MS);
  yield look(app, 'it is tried again');
  await again.close();
}
