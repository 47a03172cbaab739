import { type DynamicModule, Module } from '@nestjs/common';
import { KaizenModule } from 'nestjs-kaizen';
import { PromptsController } from './prompts.controller.js';

/** Where an instance finds what it needs. */
export interface Places {
  /** The Kaizen service. */
  readonly baseUrl: string;
  /** `redis://…` */
  readonly redisUrl: string;
}

/** One instance of the app. */
@Module({})
export class AppModule {
  static of({ baseUrl, redisUrl }: Places): DynamicModule {
    return {
      module: AppModule,
      imports: [
        KaizenModule.forRoot({
          baseUrl,
          apiKey: 'sample',
          // Every cache outage is a line in the log; the sample tells of them itself.
          logLevel: 'off',
          cache: { store: ['memory', redisUrl], namespace: 'sample', ttlMs: 600_000 },
        }),
      ],
      controllers: [PromptsController],
    };
  }
}
