import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import { BATCH_ROUTES } from '../../contract/batch-routes.js';
import { type OperationRoute, OPERATIONS } from '../../contract/operations.js';
import { STREAM_ROUTES } from '../../contract/stream-routes.js';
import type { Exchange } from '../http/exchange.js';
import type { Exchanges } from '../http/exchanges.js';
import type { Replies } from '../http/replies.js';
import { refusal } from '../refusals/refusal.js';

const ROUTES: readonly OperationRoute[] = [OPERATIONS, BATCH_ROUTES, STREAM_ROUTES].flatMap((all) =>
  Object.values<OperationRoute>(all),
);

/** Gives what no route answers the server's own error body. */
@Catch()
export class UnknownRouteFilter implements ExceptionFilter {
  constructor(
    private readonly exchanges: Exchanges,
    private readonly replies: Replies,
    private readonly prefix: string,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const exchange = this.exchanges.ofHost(host);
    const isUnknown = error instanceof NotFoundException;
    this.replies.refuse(exchange, isUnknown ? this.unknownRoute(exchange) : error);
  }

  private unknownRoute({ request }: Exchange): Error {
    const path = (request.url ?? '').split('?')[0]!;
    const operation = ROUTES.find((known) => this.prefix + known.path === path);
    if (operation === undefined) {
      return refusal('not_found', 'There is no such route. The routes are in /openapi.json.');
    }
    const { method } = operation;
    return refusal('method_not_allowed', `This route takes another method. Use ${method}.`);
  }
}
