import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OutgoingHttpHeaders } from 'node:http';
import { KaizenError } from '../../errors/kaizen.error.js';
import { ServerMetrics } from '../metrics/server-metrics.js';
import type { ResolvedServerOptions } from '../options/server-options.js';
import { KAIZEN_SERVER_OPTIONS } from '../options/server-options-token.js';
import { errorBody } from '../refusals/error-body.js';
import { factsOf } from '../refusals/facts-of.js';
import { Refusal, type RefusalFacts } from '../refusals/refusal.js';
import { REFUSALS, type RefusalMeaning, statusOf } from '../refusals/refusal-codes.js';
import { AnswerStream } from './answer-stream.js';
import { discardBody } from './discard-body.js';
import type { Exchange } from './exchange.js';
import { ServerState } from './server-state.js';

/** The type of a JSON body. */
export const JSON_TYPE = 'application/json; charset=utf-8';
/** How long to wait where nothing better is known, in seconds. */
const SHORT_WAIT = 1;

/** An answer of this size may fill more than what the system keeps for a socket, in bytes. */
const LARGE_BYTES = 65_536;
/** Proxies such as nginx collect an answer otherwise, and pass it on when it is complete. */
const UNBUFFERED = { 'x-accel-buffering': 'no' };

/** Answers requests: every answer of the server's own routes goes through here. */
@Injectable()
export class Replies {
  private readonly logger = new Logger('KaizenServer');
  /** Defects that are in the log: one may be what several requests of a batch met. */
  private readonly logged = new WeakSet<object>();

  constructor(
    private readonly state: ServerState,
    private readonly metrics: ServerMetrics,
    @Inject(KAIZEN_SERVER_OPTIONS)
    private readonly options: Pick<ResolvedServerOptions, 'streamIdleMs'>,
  ) {}

  /** Answers with JSON, or with another type of body where `headers` says so. */
  send(
    exchange: Exchange,
    status: number,
    body: string | Buffer,
    headers: OutgoingHttpHeaders = {},
  ): void {
    if (exchange.isAnswered) return;
    exchange.send({ status, headers: { ...this.headersOf(exchange), ...headers }, body });
    discardBody(exchange.request);
    this.metrics.answered(exchange, status);
  }

  /** Answers with what an error means. A defect is logged. */
  refuse(exchange: Exchange, error: unknown): void {
    const facts = this.note(exchange, error);
    const meaning: RefusalMeaning = REFUSALS[facts.code];
    const status = statusOf(facts);
    if (exchange.isGone) return this.metrics.answered(exchange, status);
    const wait = facts.retryAfterSeconds ?? (meaning.isTransient ? SHORT_WAIT : undefined);
    this.send(exchange, status, JSON.stringify(errorBody(facts, status, exchange.requestId)), {
      ...(wait !== undefined && { 'retry-after': String(wait) }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    });
  }

  /**
   * Answers with JSON. Resolves when a large one has been read: until then it counts as work under way, and
   * who does not read it is cut off.
   */
  async sendAll(exchange: Exchange, body: string | Buffer): Promise<void> {
    if (body.length < LARGE_BYTES) return this.send(exchange, 200, body);
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const headers = { 'content-length': String(bytes.length) };
    await this.stream(exchange, JSON_TYPE, (answer) => answer.write(bytes), headers);
  }

  /**
   * Answers bit by bit.
   *
   * @param type The type of the body. @param write Writes it. What it rejects with before it has written
   * anything is for the route's filter; after that the answer is cut off, and the connection with it.
   */
  async stream(
    exchange: Exchange,
    type: string,
    write: (answer: AnswerStream) => Promise<void>,
    own: OutgoingHttpHeaders = UNBUFFERED,
  ): Promise<void> {
    const open = () => {
      const headers = { ...this.headersOf(exchange), ...own, 'content-type': type };
      exchange.begin({ status: 200, headers });
    };
    const answer = new AnswerStream(exchange, open, this.options.streamIdleMs);
    try {
      await write(answer);
      await answer.end();
    } catch (error) {
      if (!answer.isBegun) throw error;
      answer.status = statusOf(this.note(exchange, error));
      exchange.response.destroy();
    }
    discardBody(exchange.request);
    this.metrics.answered(exchange, answer.status);
  }

  /** What an error means. It is counted, and a defect is logged. */
  note(exchange: Exchange, error: unknown): RefusalFacts {
    const facts = factsOf(error);
    // What a store does is told by who asks it.
    if (facts.code === 'internal') this.log(exchange, error);
    this.metrics.refused(facts.code);
    return facts;
  }

  private headersOf({ requestId }: Exchange): OutgoingHttpHeaders {
    return {
      'content-type': JSON_TYPE,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      ...(this.state.isDraining && { connection: 'close' }),
    };
  }

  private log({ route, requestId }: Exchange, error: unknown): void {
    const defect = error instanceof Refusal ? error.cause : error;
    if (defect instanceof Error) {
      if (this.logged.has(defect)) return;
      this.logged.add(defect);
    }
    const { what, frames } = describeDefect(defect);
    this.logger.error(`${route ?? 'A request'} (${requestId}): internal: ${what}`, frames);
  }
}

/** The message of an error that is not ours is left out: nobody knows what it holds. */
function describeDefect(error: unknown): { what: string; frames: string | undefined } {
  if (error instanceof KaizenError) return { what: error.message, frames: undefined };
  const { name = typeof error, stack } = Object(error) as Partial<Error>;
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { what: name, frames: frames?.join('\n') };
}
