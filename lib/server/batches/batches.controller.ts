import { Controller, Req, Res, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { BATCH_ROUTES } from '../../contract/batch-routes.js';
import { AccessGuard } from '../access/access.guard.js';
import { RefusalFilter } from '../http/refusal.filter.js';
import { PostRoute } from '../http/route-marks.js';
import { RateLimitGuard } from '../limits/rate-limit.guard.js';
import { BatchGateway } from './batch.gateway.js';

/** Many requests as one. */
@Controller({ version: VERSION_NEUTRAL })
@UseGuards(AccessGuard, RateLimitGuard)
@UseFilters(RefusalFilter)
export class BatchesController {
  constructor(private readonly gateway: BatchGateway) {}

  @PostRoute(BATCH_ROUTES.promptsEncode)
  promptsEncode(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('promptsEncode', request, response);
  }

  @PostRoute(BATCH_ROUTES.promptsDecode)
  promptsDecode(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('promptsDecode', request, response);
  }
}
