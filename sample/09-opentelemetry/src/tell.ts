import { NestFactory } from '@nestjs/core';
import { startScriptedService } from 'nestjs-kaizen/testing';
import { AppModule } from './app.module.js';
import { Orders } from './orders.service.js';
import { type Exporters, startSdk } from './start-sdk.js';

/**
 * Runs the app once, against a service that fails at first.
 *
 * @returns The contexts that the service received with the requests.
 */
export async function tell(exporters: Exporters): Promise<(string | undefined)[]> {
  const endSdk = startSdk(exporters);
  const service = await startScriptedService({ promptsEncode: [{ status: 503 }] });
  const app = await NestFactory.createApplicationContext(AppModule.of(service.url), {
    logger: false,
  });
  try {
    await app.get(Orders).prompt();
    return service.requests.map(({ headers }) => headers['traceparent'] as string | undefined);
  } finally {
    await app.close();
    await service.close();
    await endSdk();
  }
}
