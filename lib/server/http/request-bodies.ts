import { Inject, Injectable } from '@nestjs/common';
import type { HeldBytes } from '../limits/load.js';
import type { ResolvedServerOptions } from '../options/server-options.js';
import { KAIZEN_SERVER_OPTIONS } from '../options/server-options-token.js';
import type { Exchange } from './exchange.js';
import { readBody } from './read-body.js';
import { requireJson } from './require-type.js';

/** The bodies of requests, within the server's limits. */
@Injectable()
export class RequestBodies {
  constructor(@Inject(KAIZEN_SERVER_OPTIONS) private readonly options: ResolvedServerOptions) {}

  /**
   * The whole body of a request that takes JSON. It is not parsed.
   *
   * @param request What the HTTP adapter calls the request.
   * @throws Refusal for a body that is of another type, too large, too slow, or cut off.
   */
  async json(exchange: Exchange, request: unknown, held: HeldBytes): Promise<Buffer> {
    requireJson(exchange.request);
    const { maxBodyBytes: maxBytes, bodyTimeoutMs: timeoutMs } = this.options;
    const limits = { maxBytes, timeoutMs, onBytes: (count: number) => held.add(count) };
    return parsedBody(exchange, request) ?? readBody(exchange.request, limits);
  }
}

/** The bytes of a body again, where the app around has read it already. */
export function parsedBody(
  { request: { readableEnded } }: Exchange,
  request: unknown,
): Buffer | undefined {
  if (!readableEnded) return undefined;
  const { body } = request as { body?: unknown };
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));
}
