import { type DynamicModule, Module } from '@nestjs/common';
import { KaizenModule } from 'nestjs-kaizen';
import { KaizenOpenTelemetryModule } from 'nestjs-kaizen/opentelemetry';
import { Orders } from './orders.service.js';

/** The whole app: a client of a service, and what tells OpenTelemetry of it. */
@Module({})
export class AppModule {
  /** @param baseUrl Where the service is. */
  static of(baseUrl: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        KaizenOpenTelemetryModule.forRoot(),
        KaizenModule.forRoot({ baseUrl, apiKey: 'sample', retryBackoffFactor: 0.01 }),
      ],
      providers: [Orders],
    };
  }
}
