import { NestFactory } from '@nestjs/core';
import { startScriptedService } from 'nestjs-kaizen/testing';
import { AppModule } from './app.module.js';
import { line } from './look.js';
import { story } from './story.js';

const service = await startScriptedService();
const app = await NestFactory.create(AppModule.of(service.url), { logger: false });
await app.listen(0, '127.0.0.1');
for await (const sight of story(await app.getUrl(), service)) {
  process.stdout.write(`${line(sight)}\n`);
}
await app.close();
