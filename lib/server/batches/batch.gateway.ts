import { Inject, Injectable } from '@nestjs/common';
import { BATCH_ROUTES, type KaizenBatchOperation } from '../../contract/batch-routes.js';
import { LoopShare } from '../../engine/pool/loop-share.js';
import type { AnswerStream } from '../http/answer-stream.js';
import type { Exchange } from '../http/exchange.js';
import { Exchanges } from '../http/exchanges.js';
import { JSON_TYPE, Replies } from '../http/replies.js';
import { RequestBodies } from '../http/request-bodies.js';
import { Load } from '../limits/load.js';
import type { ResolvedServerOptions } from '../options/server-options.js';
import { KAIZEN_SERVER_OPTIONS } from '../options/server-options-token.js';
import { Batch } from './batch.js';
import { BatchAnswers } from './batch-answers.js';
import { BatchRunner } from './batch-runner.js';
import { BatchScanner } from './batch-scanner.js';

/** From a batch of requests to their answers. */
@Injectable()
export class BatchGateway {
  constructor(
    @Inject(KAIZEN_SERVER_OPTIONS)
    private readonly options: Pick<ResolvedServerOptions, 'maxBatchItems'>,
    private readonly exchanges: Exchanges,
    private readonly load: Load,
    private readonly bodies: RequestBodies,
    private readonly runner: BatchRunner,
    private readonly answers: BatchAnswers,
    private readonly replies: Replies,
    private readonly share: LoopShare,
  ) {}

  /**
   * Answers a batch. What it rejects with is for the route's filter.
   *
   * @param request What the HTTP adapter calls the request. @param response What it calls the response.
   */
  async serve(operation: KaizenBatchOperation, request: unknown, response: unknown): Promise<void> {
    const exchange = this.exchanges.of(request, response);
    await this.load.admit(async (held) => {
      const body = await this.bodies.json(exchange, request, held);
      const batch = new Batch(operation, body, await this.find(body));
      await this.replies.stream(exchange, JSON_TYPE, (answer) =>
        this.write(batch, exchange, answer),
      );
    });
  }

  private async find(body: Uint8Array): Promise<readonly number[]> {
    const steps = new BatchScanner(body, this.options.maxBatchItems).steps();
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      await this.share.next();
    }
  }

  private async write(batch: Batch, exchange: Exchange, answer: AnswerStream): Promise<void> {
    const { wireName } = BATCH_ROUTES[batch.operation];
    const finish = this.answers.of(batch, exchange);
    let before = `{"status":"ok","operation":"${wireName}","items":[`;
    await this.runner.run(batch, exchange.signal, async (pieces) => {
      for (const piece of await finish(pieces)) {
        await answer.write(before);
        await answer.write(piece);
        before = ',';
      }
    });
    await answer.write(before === ',' ? ']}' : `${before}]}`);
  }
}
