import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { Exchanges } from '../http/exchanges.js';
import { Replies } from '../http/replies.js';
import { refusal } from '../refusals/refusal.js';

/** Answers requests that no route is to see. The HTTP adapter must know it before there is an app. */
export class FrontDoor {
  app?: INestApplication;

  /**
   * Whether a request may go on; if not, it is answered.
   *
   * @param request What the HTTP adapter calls the request. @param response What it calls the response.
   */
  admits(raw: IncomingMessage, request: unknown, response: unknown): boolean {
    if (raw.headers.host !== undefined || raw.httpVersion !== '1.1') return true;
    this.refuse(request, response, 'The header Host is missing. Send it.');
    return false;
  }

  /** Answers a request whose address the router of Fastify cannot read. */
  readonly onUnreadableUrl = (_error: Error, request: unknown, reply: unknown): void => {
    this.refuse(request, reply, 'The address of the request cannot be read. Check its encoding.');
  };

  /** Answers a request that expects what no server knows. */
  readonly onExpectation = (request: IncomingMessage, response: ServerResponse): void => {
    const message = 'The header Expect asks for something unknown. Send 100-continue, or none.';
    this.refuse(request, response, message, 417);
  };

  private refuse(request: unknown, response: unknown, message: string, status = 400): void {
    const exchange = this.app?.get(Exchanges).of(request, response);
    if (exchange)
      this.app?.get(Replies).refuse(exchange, refusal('bad_request', message, { status }));
  }
}
