import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ArgumentsHost, Injectable } from '@nestjs/common';
import { Exchange, type FastifyLikeReply } from './exchange.js';

/** Every request that is under way, as one object whoever asks: a guard, a handler, a filter. */
@Injectable()
export class Exchanges {
  readonly #known = new WeakMap<IncomingMessage, Exchange>();

  /** @param request What the adapter calls the request. @param response What it calls the response. */
  of(request: unknown, response: unknown): Exchange {
    const raw = rawRequest(request);
    const known = this.#known.get(raw);
    if (known) return known;
    const exchange = isReply(response)
      ? new Exchange(raw, response.raw, response)
      : new Exchange(raw, response as ServerResponse);
    this.#known.set(raw, exchange);
    return exchange;
  }

  /** The exchange that a guard or filter is asked about. */
  ofHost(host: ArgumentsHost): Exchange {
    const http = host.switchToHttp();
    return this.of(http.getRequest(), http.getResponse());
  }
}

/** Fastify wraps the request of Node's; Express adds to it. */
function rawRequest(request: unknown): IncomingMessage {
  return (request as { raw?: IncomingMessage }).raw ?? (request as IncomingMessage);
}

function isReply(response: unknown): response is FastifyLikeReply {
  return (response as Partial<FastifyLikeReply>).raw !== undefined;
}
