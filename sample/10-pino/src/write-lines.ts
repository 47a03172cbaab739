import { NestFactory } from '@nestjs/core';
import { KaizenService } from 'nestjs-kaizen';
import { startScriptedService } from 'nestjs-kaizen/testing';
import { type DestinationStream, pino } from 'pino';
import { AppModule } from './app.module.js';
import { PinoLoggerService } from './pino-logger.service.js';

/** Makes three calls: one that goes well, one that is tried again, one that fails. */
export async function writeLines(destination: DestinationStream): Promise<void> {
  const service = await startScriptedService({
    promptsEncode: [{}, { status: 503 }, {}, { status: 400 }],
  });
  const logger = new PinoLoggerService(pino({ level: 'debug' }, destination));
  const app = await NestFactory.createApplicationContext(AppModule.of(service.url), { logger });
  try {
    const kaizen = app.get(KaizenService);
    const prompt = { rows: [1, 2, 3].map((id) => ({ id, email: 'ada@example.org' })) };
    for (let call = 0; call < 3; call++) {
      await kaizen.promptsEncode({ prompt }, { requestId: `call-${call}` }).catch(() => undefined);
    }
  } finally {
    await app.close();
    await service.close();
  }
}
