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

  /** Without the service this app would have nothing to say. */
  @Get()
  @HealthCheck()
  strict() {
    return this.health.check([() => this.kaizen.pingCheck('kaizen', { client: 'strict' })]);
  }

  /** Without the service the engine in the app takes over. */
  @Get('fallback')
  @HealthCheck()
  lenient() {
    return this.health.check([() => this.kaizen.pingCheck('kaizen', { client: 'lenient' })]);
  }
}
