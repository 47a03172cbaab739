import { Controller, Get, Req, Res, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { OPERATIONS } from '../../contract/operations.js';
import { Exchanges } from '../http/exchanges.js';
import { RefusalFilter } from '../http/refusal.filter.js';
import { AlsoWithSlash } from '../http/route-marks.js';
import { Replies } from '../http/replies.js';
import { ServerState } from '../http/server-state.js';
import { refusal } from '../refusals/refusal.js';

/** Whether the server is there. Open to all: it tells no secret and costs nothing. */
@Controller({ version: VERSION_NEUTRAL })
@UseFilters(RefusalFilter)
export class HealthController {
  constructor(
    private readonly state: ServerState,
    private readonly exchanges: Exchanges,
    private readonly replies: Replies,
  ) {}

  /** The API's own health answer. */
  @Get([OPERATIONS.health.path, '/health'])
  @AlsoWithSlash()
  health(@Req() request: unknown, @Res() response: unknown): void {
    const { isDraining, uptimeSeconds } = this.state;
    this.answer(OPERATIONS.health.path, request, response, {
      operation: OPERATIONS.health.wireName,
      status: isDraining ? 'draining' : 'ok',
      uptime: `${uptimeSeconds} s`,
    });
  }

  /** Whether the process is alive: if this does not answer, start it again. */
  @Get('/livez')
  live(@Req() request: unknown, @Res() response: unknown): void {
    this.answer('/livez', request, response, { status: 'ok' });
  }

  /** Whether requests should be sent here: 503 from when the server begins to shut down. */
  @Get('/readyz')
  ready(@Req() request: unknown, @Res() response: unknown): void {
    this.exchanges.of(request, response).route = '/readyz';
    if (this.state.isDraining) {
      throw refusal('shutting_down', 'The server is shutting down. Send requests elsewhere.');
    }
    this.answer('/readyz', request, response, { status: 'ok' });
  }

  private answer(route: string, request: unknown, response: unknown, body: object): void {
    const exchange = this.exchanges.of(request, response);
    exchange.route = route;
    this.replies.send(exchange, 200, JSON.stringify(body));
  }
}
