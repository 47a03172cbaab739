import { Controller, Req, Res, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { STREAM_ROUTES } from '../../contract/stream-routes.js';
import { AccessGuard } from '../access/access.guard.js';
import { RefusalFilter } from '../http/refusal.filter.js';
import { PostRoute } from '../http/route-marks.js';
import { RateLimitGuard } from '../limits/rate-limit.guard.js';
import { DecodeStreamGateway } from './decode-stream.gateway.js';
import { EncodeStreamGateway } from './encode-stream.gateway.js';

/** What is answered bit by bit. */
@Controller({ version: VERSION_NEUTRAL })
@UseGuards(AccessGuard, RateLimitGuard)
@UseFilters(RefusalFilter)
export class StreamsController {
  constructor(
    private readonly encoding: EncodeStreamGateway,
    private readonly decoding: DecodeStreamGateway,
  ) {}

  @PostRoute(STREAM_ROUTES.promptsEncode)
  promptsEncode(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.encoding.serve(request, response);
  }

  @PostRoute(STREAM_ROUTES.promptsDecode)
  promptsDecode(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.decoding.serve(request, response);
  }
}
