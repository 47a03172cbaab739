import { type DynamicModule, Module } from '@nestjs/common';
import { KaizenModule } from 'nestjs-kaizen';
import { Load } from './load.service.js';
import { POOLS } from './pools.js';

/** The whole app: a client for each pool, and what puts a load on them. */
@Module({})
export class AppModule {
  /** @param baseUrl Where the service is. */
  static of(baseUrl: string): DynamicModule {
    const clients = POOLS.map(({ name, options }) =>
      KaizenModule.forRoot({ name, baseUrl, apiKey: 'sample', ...options }),
    );
    return { module: AppModule, imports: clients, providers: [Load] };
  }
}
