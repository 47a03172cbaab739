import { type DynamicModule, Module } from '@nestjs/common';
import { KaizenModule } from 'nestjs-kaizen';
import { KaizenPrometheusModule } from 'nestjs-kaizen/metrics';
import { Registry } from 'prom-client';
import { Traffic } from './traffic.service.js';

/** The whole app: two clients, what counts for both, and `/metrics`. */
@Module({})
export class AppModule {
  /** @param baseUrl Where the service of the client `service` is. */
  static of(baseUrl: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        KaizenPrometheusModule.forRoot({ registry: new Registry() }),
        KaizenModule.forRoot({ logLevel: 'off' }),
        KaizenModule.forRoot({
          name: 'service',
          baseUrl,
          apiKey: 'sample',
          logLevel: 'off',
          fallback: 'embedded',
          maxRetries: 2,
          retryBackoffFactor: 0.01,
          circuitBreaker: { sampleSize: 6, minimumCalls: 4, openMs: 1000 },
        }),
      ],
      providers: [Traffic],
    };
  }
}
