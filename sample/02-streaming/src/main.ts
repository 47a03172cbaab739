import { NestFactory } from '@nestjs/core';
import { KaizenService } from 'nestjs-kaizen';
import { AppModule } from './app.module.js';
import { Archive } from './archive.service.js';
import { showArchive } from './show-archive.js';
import { showReply } from './show-reply.js';
import { Terminal } from './terminal.js';

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
await app.listen(0, '127.0.0.1');
const terminal = new Terminal(process.stdout);

terminal.line('A reply, while it is still arriving:');
await showReply(app.get(KaizenService), `${await app.getUrl()}/replies`, terminal);

terminal.line('A large table, on its way to a compressed file:');
await showArchive(app.get(Archive), terminal, 400);

await app.close();
