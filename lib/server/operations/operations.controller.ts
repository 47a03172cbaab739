import { Controller, Req, Res, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { OPERATIONS } from '../../contract/operations.js';
import { AccessGuard } from '../access/access.guard.js';
import { RefusalFilter } from '../http/refusal.filter.js';
import { PostRoute } from '../http/route-marks.js';
import { RateLimitGuard } from '../limits/rate-limit.guard.js';
import { OperationGateway } from './operation.gateway.js';

/** The operations of the API. */
@Controller({ version: VERSION_NEUTRAL })
@UseGuards(AccessGuard, RateLimitGuard)
@UseFilters(RefusalFilter)
export class OperationsController {
  constructor(private readonly gateway: OperationGateway) {}

  @PostRoute(OPERATIONS.compress)
  compress(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('compress', request, response);
  }

  @PostRoute(OPERATIONS.decompress)
  decompress(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('decompress', request, response);
  }

  @PostRoute(OPERATIONS.optimize)
  optimize(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('optimize', request, response);
  }

  @PostRoute(OPERATIONS.optimizeRequest)
  optimizeRequest(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('optimizeRequest', request, response);
  }

  @PostRoute(OPERATIONS.optimizeResponse)
  optimizeResponse(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('optimizeResponse', request, response);
  }

  @PostRoute(OPERATIONS.promptsEncode)
  promptsEncode(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('promptsEncode', request, response);
  }

  @PostRoute(OPERATIONS.promptsDecode)
  promptsDecode(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('promptsDecode', request, response);
  }
}
