import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { KaizenHealthIndicator } from 'nestjs-kaizen/health';

/** Tells whoever watches the app whether it can do its work. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly kaizen: KaizenHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check() {
    return this.health.check([() => this.kaizen.pingCheck('kaizen')]);
  }
}
