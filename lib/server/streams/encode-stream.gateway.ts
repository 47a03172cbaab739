import { Injectable } from '@nestjs/common';
import { STREAM_EVENTS_TYPE } from '../../contract/stream-routes.js';
import { Exchanges } from '../http/exchanges.js';
import { Replies } from '../http/replies.js';
import { RequestBodies } from '../http/request-bodies.js';
import { Load } from '../limits/load.js';
import { JobAnswers } from '../operations/job-answers.js';

/** From a prompt to the events of its encoding. */
@Injectable()
export class EncodeStreamGateway {
  constructor(
    private readonly exchanges: Exchanges,
    private readonly load: Load,
    private readonly bodies: RequestBodies,
    private readonly answers: JobAnswers,
    private readonly replies: Replies,
  ) {}

  /**
   * Answers a request. What it rejects with is for the route's filter.
   *
   * @param request What the HTTP adapter calls the request. @param response What it calls the response.
   */
  async serve(request: unknown, response: unknown): Promise<void> {
    const exchange = this.exchanges.of(request, response);
    await this.load.admit(async (held) => {
      const body = await this.bodies.json(exchange, request, held);
      const job = { operation: 'promptsEncode', body, asEvents: true } as const;
      const events = Buffer.from(await this.answers.to(job, exchange));
      await this.replies.stream(exchange, STREAM_EVENTS_TYPE, (answer) => answer.write(events));
    });
  }
}
