import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { KAIZEN_METRICS } from '../options/report-tokens.js';

/** Says aloud when an app has several collectors by injection: Nest gives its clients only one. */
@Injectable()
export class RivalCollectors implements OnModuleInit {
  constructor(
    private readonly moduleRef: ModuleRef,
    @Inject(KAIZEN_METRICS) private readonly own: unknown,
  ) {}

  /** Nest calls it. */
  onModuleInit(): void {
    const all = this.moduleRef.get<unknown, unknown>(KAIZEN_METRICS, { strict: false, each: true });
    const collectors = [...new Set(all)];
    if (collectors.length < 2 || collectors[0] !== this.own) return;
    new Logger('KaizenModule').warn(
      'Several modules provide KAIZEN_METRICS, of which clients get one. Give the others by the option "metrics" of KaizenModule, and switch them off in their module (KaizenOpenTelemetryModule: "metrics: false").',
    );
  }
}
