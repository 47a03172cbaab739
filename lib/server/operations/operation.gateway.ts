import { Injectable } from '@nestjs/common';
import { Exchanges } from '../http/exchanges.js';
import { Replies } from '../http/replies.js';
import { RequestBodies } from '../http/request-bodies.js';
import { Load } from '../limits/load.js';
import type { BodyOperation } from './job.js';
import { JobAnswers } from './job-answers.js';

/** From a request for an operation to its answer. */
@Injectable()
export class OperationGateway {
  constructor(
    private readonly exchanges: Exchanges,
    private readonly load: Load,
    private readonly bodies: RequestBodies,
    private readonly answers: JobAnswers,
    private readonly replies: Replies,
  ) {}

  /**
   * Answers a request for an operation. What it rejects with is for the route's filter.
   *
   * @param request What the HTTP adapter calls the request. @param response What it calls the response.
   */
  async serve(operation: BodyOperation, request: unknown, response: unknown): Promise<void> {
    const exchange = this.exchanges.of(request, response);
    await this.load.admit(async (held) => {
      const body = await this.bodies.json(exchange, request, held);
      const answer = await this.answers.to({ operation, body }, exchange);
      held.add(answer.length);
      await this.replies.sendAll(exchange, answer);
    });
  }
}
