import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { KaizenExceptionFilter, KaizenModule } from 'nestjs-kaizen';
import { KaizenHealthIndicator } from 'nestjs-kaizen/health';
import { HealthController } from './health.controller.js';
import { PromptsController } from './prompts.controller.js';
import { SavingsReport } from './savings-report.service.js';

/** The whole app: one client, two routes that use it, a health route and a report. */
@Module({
  imports: [KaizenModule.forRoot(), TerminusModule],
  controllers: [PromptsController, HealthController],
  providers: [
    SavingsReport,
    KaizenHealthIndicator,
    { provide: APP_FILTER, useClass: KaizenExceptionFilter },
  ],
})
export class AppModule {}
