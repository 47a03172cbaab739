import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KaizenModule } from 'nestjs-kaizen';
import { KaizenFireworks, KaizenProvidersModule } from 'nestjs-kaizen/providers';
import { ask } from '../../shared/ask.js';
import { vendorOrMock } from '../../shared/vendor-or-mock.js';

const vendor = await vendorOrMock('FIREWORKS_API_KEY', '/inference/v1');

@Module({
  imports: [
    KaizenModule.forRoot(),
    KaizenProvidersModule.forRoot({
      fireworks: { model: 'accounts/fireworks/models/llama-v3p3-70b-instruct', ...vendor.options },
    }),
  ],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error', 'warn'] });
await ask(app.get(KaizenFireworks));
await app.close();
await vendor.close();
