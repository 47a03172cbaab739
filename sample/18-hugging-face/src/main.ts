import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KaizenModule } from 'nestjs-kaizen';
import { KaizenHuggingFace, KaizenProvidersModule } from 'nestjs-kaizen/providers';
import { ask } from '../../shared/ask.js';
import { vendorOrMock } from '../../shared/vendor-or-mock.js';

const vendor = await vendorOrMock('HF_TOKEN');

@Module({
  imports: [
    KaizenModule.forRoot(),
    KaizenProvidersModule.forRoot({
      huggingFace: { model: 'meta-llama/Llama-3.3-70B-Instruct', ...vendor.options },
    }),
  ],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error', 'warn'] });
await ask(app.get(KaizenHuggingFace));
await app.close();
await vendor.close();
