import { Inject, Injectable } from '@nestjs/common';
import { type Exchange } from '../http/exchange.js';
import { Exchanges } from '../http/exchanges.js';
import { readBody } from '../http/read-body.js';
import { Replies } from '../http/replies.js';
import { requireJson } from '../http/require-json.js';
import { type HeldBytes, Load } from '../limits/load.js';
import { type ResolvedServerOptions } from '../options/server-options.js';
import { KAIZEN_SERVER_OPTIONS } from '../options/server-options-token.js';
import { StoredPrompts } from '../payloads/stored-prompts.js';
import { type BodyOperation, type Job } from './job.js';
import { OperationRunner, type RunOutcome } from './operation-runner.js';

/** From a request for an operation to its answer. */
@Injectable()
export class OperationGateway {
  constructor(
    @Inject(KAIZEN_SERVER_OPTIONS) private readonly options: ResolvedServerOptions,
    private readonly exchanges: Exchanges,
    private readonly load: Load,
    private readonly runner: OperationRunner,
    private readonly prompts: StoredPrompts,
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
      const body = await this.bodyOf(exchange, request, held);
      this.replies.send(exchange, 200, await this.answerTo({ operation, body }, exchange));
    });
  }

  private async answerTo(job: Job, exchange: Exchange): Promise<string | Buffer> {
    const { caller } = exchange;
    const outcome = await this.outcomeOf(job, exchange);
    if (outcome.kind === 'needs-record') {
      const record = await this.prompts.find(outcome.id, caller);
      return this.answerTo({ ...job, record }, exchange);
    }
    if (outcome.toKeep) await this.prompts.keep(outcome.toKeep, caller);
    return asPayload(outcome.body);
  }

  private outcomeOf(job: Job, exchange: Exchange): Promise<RunOutcome> {
    return this.runner.run(job, () => exchange.signal);
  }

  private async bodyOf(exchange: Exchange, request: unknown, held: HeldBytes): Promise<Buffer> {
    requireJson(exchange.request);
    const { maxBodyBytes: maxBytes, bodyTimeoutMs: timeoutMs } = this.options;
    const limits = { maxBytes, timeoutMs, onBytes: (count: number) => held.add(count) };
    return parsedBody(exchange, request) ?? readBody(exchange.request, limits);
  }
}

/** The body as JSON again, where the app around has parsed it already. */
function parsedBody(
  { request: { readableEnded } }: Exchange,
  request: unknown,
): Buffer | undefined {
  if (!readableEnded) return undefined;
  const { body } = request as { body?: unknown };
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));
}

function asPayload(body: string | Uint8Array): string | Buffer {
  if (typeof body === 'string') return body;
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
