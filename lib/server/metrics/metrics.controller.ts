import { Controller, Get, Req, Res, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { AccessGuard } from '../access/access.guard.js';
import { Exchanges } from '../http/exchanges.js';
import { RefusalFilter } from '../http/refusal.filter.js';
import { Replies } from '../http/replies.js';
import { RouteTemplate } from '../http/route-marks.js';
import { PrometheusRecorder } from './prometheus-recorder.js';

/** The figures of the server. They tell how it is used, so they need a key as the operations do. */
@Controller({ version: VERSION_NEUTRAL })
@UseGuards(AccessGuard)
@UseFilters(RefusalFilter)
export class MetricsController {
  constructor(
    private readonly prometheus: PrometheusRecorder,
    private readonly exchanges: Exchanges,
    private readonly replies: Replies,
  ) {}

  /** All figures, as Prometheus reads them. */
  @Get('/metrics')
  @RouteTemplate('/metrics')
  async all(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    const exchange = this.exchanges.of(request, response);
    const { contentType } = this.prometheus;
    const text = await this.prometheus.text();
    this.replies.send(exchange, 200, text, { 'content-type': contentType });
  }
}
