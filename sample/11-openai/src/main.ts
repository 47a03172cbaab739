import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KaizenModule } from 'nestjs-kaizen';
import { KaizenOpenAI, KaizenProvidersModule } from 'nestjs-kaizen/providers';
import { ask } from '../../shared/ask.js';
import { vendorOrMock } from '../../shared/vendor-or-mock.js';

const vendor = await vendorOrMock('OPENAI_API_KEY', '/v1');

@Module({
  imports: [
    KaizenModule.forRoot(),
    KaizenProvidersModule.forRoot({ openai: { model: 'gpt-5-mini', ...vendor.options } }),
  ],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error', 'warn'] });
await ask(app.get(KaizenOpenAI));
await app.close();
await vendor.close();
