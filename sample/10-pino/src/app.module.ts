import { type DynamicModule, Module } from '@nestjs/common';
import { KaizenModule } from 'nestjs-kaizen';

/** The whole app: a client that logs each call, through whatever logger the app has. */
@Module({})
export class AppModule {
  /** @param baseUrl Where the service is. */
  static of(baseUrl: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        KaizenModule.forRoot({
          baseUrl,
          apiKey: 'sample',
          logLevel: 'debug',
          maxRetries: 1,
          retryBackoffFactor: 0.01,
        }),
      ],
    };
  }
}
