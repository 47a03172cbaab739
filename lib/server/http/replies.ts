import { Injectable, Logger } from '@nestjs/common';
import { type OutgoingHttpHeaders } from 'node:http';
import { KaizenError } from '../../errors/kaizen.error.js';
import { ServerMetrics } from '../metrics/server-metrics.js';
import { errorBody } from '../refusals/error-body.js';
import { factsOf } from '../refusals/facts-of.js';
import { Refusal } from '../refusals/refusal.js';
import { type RefusalCode, REFUSALS, type RefusalMeaning } from '../refusals/refusal-codes.js';
import { discardBody } from './discard-body.js';
import { type Exchange } from './exchange.js';
import { ServerState } from './server-state.js';

const JSON_TYPE = 'application/json; charset=utf-8';
/** How long to wait where nothing better is known, in seconds. */
const SHORT_WAIT = 1;

/** Answers requests: every answer of the server's own routes goes through here. */
@Injectable()
export class Replies {
  private readonly logger = new Logger('KaizenServer');

  constructor(
    private readonly state: ServerState,
    private readonly metrics: ServerMetrics,
  ) {}

  /** Answers with JSON, or with another type of body where `headers` says so. */
  send(
    exchange: Exchange,
    status: number,
    body: string | Buffer,
    headers: OutgoingHttpHeaders = {},
  ): void {
    if (exchange.isAnswered) return;
    const common = {
      'content-type': JSON_TYPE,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': exchange.requestId,
      ...(this.state.isDraining && { connection: 'close' }),
    };
    exchange.send({ status, headers: { ...common, ...headers }, body });
    discardBody(exchange.request);
    this.metrics.answered(exchange, status);
  }

  /** Answers with what an error means. A defect is logged. */
  refuse(exchange: Exchange, error: unknown): void {
    const facts = factsOf(error);
    const meaning: RefusalMeaning = REFUSALS[facts.code];
    const status = facts.status ?? meaning.status;
    if (LOGGED.has(facts.code)) this.log(exchange, facts.code, error);
    this.metrics.refused(facts.code);
    if (exchange.isGone) return this.metrics.answered(exchange, status);
    const wait = facts.retryAfterSeconds ?? (meaning.isTransient ? SHORT_WAIT : undefined);
    this.send(exchange, status, JSON.stringify(errorBody(facts, status, exchange.requestId)), {
      ...(wait !== undefined && { 'retry-after': String(wait) }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    });
  }

  private log({ route, requestId }: Exchange, code: RefusalCode, error: unknown): void {
    const { what, frames } = describeDefect(error instanceof Refusal ? error.cause : error);
    this.logger.error(`${route ?? 'A request'} (${requestId}): ${code}: ${what}`, frames);
  }
}

/** What the operator of the server must know of. */
const LOGGED: ReadonlySet<RefusalCode> = new Set(['internal', 'store_unavailable']);

/** The message of an error that is not ours is left out: nobody knows what it holds. */
function describeDefect(error: unknown): { what: string; frames: string | undefined } {
  if (error instanceof KaizenError) return { what: error.message, frames: undefined };
  const { name = typeof error, stack } = Object(error) as Partial<Error>;
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { what: name, frames: frames?.join('\n') };
}
