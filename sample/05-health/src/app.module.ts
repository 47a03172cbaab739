import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { KaizenExceptionFilter, KaizenModule, type KaizenOptions } from 'nestjs-kaizen';
import { KaizenHealthIndicator } from 'nestjs-kaizen/health';
import { HealthController } from './health.controller.js';
import { PromptsController } from './prompts.controller.js';

/** How long a service that fails is left alone, in milliseconds. */
export const OPEN_MS = 1500;

/** The whole app: two clients of one service, two health routes, and one that does the work. */
@Module({})
export class AppModule {
  /** @param baseUrl Where the service is. */
  static of(baseUrl: string): DynamicModule {
    const service: KaizenOptions = {
      baseUrl,
      apiKey: 'sample',
      maxRetries: 1,
      retryBackoffFactor: 0.01,
      circuitBreaker: { sampleSize: 6, minimumCalls: 4, openMs: OPEN_MS },
    };
    return {
      module: AppModule,
      imports: [
        KaizenModule.forRoot({ name: 'strict', ...service }),
        KaizenModule.forRoot({ name: 'lenient', fallback: 'embedded', ...service }),
        TerminusModule.forRoot({ logger: false }),
      ],
      controllers: [HealthController, PromptsController],
      providers: [KaizenHealthIndicator, { provide: APP_FILTER, useClass: KaizenExceptionFilter }],
    };
  }
}
