import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KaizenModule } from 'nestjs-kaizen';
import { KaizenProvidersModule, KaizenTogether } from 'nestjs-kaizen/providers';
import { ask } from '../../shared/ask.js';
import { vendorOrMock } from '../../shared/vendor-or-mock.js';

const vendor = await vendorOrMock('TOGETHER_API_KEY', '/v1');

@Module({
  imports: [
    KaizenModule.forRoot(),
    KaizenProvidersModule.forRoot({
      together: { model: 'meta-llama/Llama-3.3-70B-Instruct-Turbo', ...vendor.options },
    }),
  ],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error', 'warn'] });
await ask(app.get(KaizenTogether));
await app.close();
await vendor.close();
