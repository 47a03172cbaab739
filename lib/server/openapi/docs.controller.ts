import { Controller, Get, Param, Req, Res, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { Exchanges } from '../http/exchanges.js';
import { RefusalFilter } from '../http/refusal.filter.js';
import { Replies } from '../http/replies.js';
import { AlsoWithSlash } from '../http/route-marks.js';
import { refusal } from '../refusals/refusal.js';
import { DocsPage, type PageFile } from './docs-page.js';

const ONE_HOUR = 'public, max-age=3600';

/** The API as a page. */
@Controller({ version: VERSION_NEUTRAL })
@UseFilters(RefusalFilter)
export class DocsController {
  constructor(
    private readonly page: DocsPage,
    private readonly exchanges: Exchanges,
    private readonly replies: Replies,
  ) {}

  /** The page itself. */
  @Get('/docs')
  @AlsoWithSlash()
  html(@Req() request: unknown, @Res() response: unknown): void {
    const { url = '' } = this.exchanges.of(request, response).request;
    const isSlashed = url.split('?')[0]!.endsWith('/');
    this.answer(request, response, this.page.html(isSlashed ? './' : './docs/'));
  }

  /** A file that the page needs. */
  @Get('/docs/:name')
  async file(
    @Req() request: unknown,
    @Res() response: unknown,
    @Param('name') name: string,
  ): Promise<void> {
    const file = await this.page.file(name);
    if (!file) throw refusal('not_found', 'The page has no such file. It is at /docs.');
    this.answer(request, response, file);
  }

  private answer(request: unknown, response: unknown, { type, content }: PageFile): void {
    const exchange = this.exchanges.of(request, response);
    exchange.route = '/docs';
    this.replies.send(exchange, 200, content, { 'content-type': type, 'cache-control': ONE_HOUR });
  }
}
