import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { startService } from './story.js';
import { show } from './show.js';
import { Traffic } from './traffic.service.js';

const { PORT } = process.env;
const service = await startService();
const app = await NestFactory.create(AppModule.of(service.url), { logger: false });
await app.listen(PORT ?? 0, PORT === undefined ? '127.0.0.1' : '0.0.0.0');
const traffic = app.get(Traffic);
await traffic.round();
const response = await fetch(`http://127.0.0.1:${new URL(await app.getUrl()).port}/metrics`);
process.stdout.write(`${show(await response.text())}\n`);
// With a PORT there is something for Prometheus to come for.
while (PORT !== undefined) {
  await sleep(1000);
  await traffic.round();
}
await app.close();
await service.close();
