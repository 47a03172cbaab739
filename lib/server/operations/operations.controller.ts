import {
  applyDecorators,
  Controller,
  HttpCode,
  Post,
  Req,
  Res,
  UseFilters,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { OPERATIONS } from '../../contract/operations.js';
import { AccessGuard } from '../access/access.guard.js';
import { RefusalFilter } from '../http/refusal.filter.js';
import { RouteTemplate, UnparsedBody } from '../http/route-marks.js';
import { RateLimitGuard } from '../limits/rate-limit.guard.js';
import { type BodyOperation } from './job.js';
import { OperationGateway } from './operation.gateway.js';

/** The route of an operation: its path is the contract's. */
function OperationRoute(operation: BodyOperation): MethodDecorator {
  const { path } = OPERATIONS[operation];
  return applyDecorators(Post(path), RouteTemplate(path), HttpCode(200), UnparsedBody());
}

/** The operations of the API. */
@Controller({ version: VERSION_NEUTRAL })
@UseGuards(AccessGuard, RateLimitGuard)
@UseFilters(RefusalFilter)
export class OperationsController {
  constructor(private readonly gateway: OperationGateway) {}

  @OperationRoute('compress')
  compress(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('compress', request, response);
  }

  @OperationRoute('decompress')
  decompress(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('decompress', request, response);
  }

  @OperationRoute('optimize')
  optimize(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('optimize', request, response);
  }

  @OperationRoute('optimizeRequest')
  optimizeRequest(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('optimizeRequest', request, response);
  }

  @OperationRoute('optimizeResponse')
  optimizeResponse(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('optimizeResponse', request, response);
  }

  @OperationRoute('promptsEncode')
  promptsEncode(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('promptsEncode', request, response);
  }

  @OperationRoute('promptsDecode')
  promptsDecode(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    return this.gateway.serve('promptsDecode', request, response);
  }
}
