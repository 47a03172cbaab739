import { Controller, Get, Req, Res, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { Exchanges } from '../http/exchanges.js';
import { RefusalFilter } from '../http/refusal.filter.js';
import { Replies } from '../http/replies.js';
import { openApiDocument } from './openapi-document.js';

/** The description of the API. Open to all: it is the same for every server. */
@Controller({ version: VERSION_NEUTRAL })
@UseFilters(RefusalFilter)
export class OpenApiController {
  private text?: string;

  constructor(
    private readonly exchanges: Exchanges,
    private readonly replies: Replies,
  ) {}

  /** The API as an OpenAPI 3.1 document. */
  @Get('/openapi.json')
  document(@Req() request: unknown, @Res() response: unknown): void {
    const exchange = this.exchanges.of(request, response);
    exchange.route = '/openapi.json';
    this.text ??= JSON.stringify(openApiDocument());
    this.replies.send(exchange, 200, this.text);
  }
}
