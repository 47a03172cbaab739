import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KaizenModule } from 'nestjs-kaizen';
import { KaizenCohere, KaizenProvidersModule } from 'nestjs-kaizen/providers';
import { ask } from '../../shared/ask.js';
import { vendorOrMock } from '../../shared/vendor-or-mock.js';

const vendor = await vendorOrMock('CO_API_KEY');

@Module({
  imports: [
    KaizenModule.forRoot(),
    KaizenProvidersModule.forRoot({ cohere: { model: 'command-a-03-2025', ...vendor.options } }),
  ],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error', 'warn'] });
await ask(app.get(KaizenCohere));
await app.close();
await vendor.close();
