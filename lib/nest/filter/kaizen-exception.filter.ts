import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { KaizenError } from '../../errors/kaizen.error.js';
import { answerTo, type ErrorAnswer } from './error-answers.js';
import { type ErrorBody, errorBody, retryAfterSeconds } from './error-body.js';
import { type HttpReply, replyTo } from './http-reply.js';
import { tellSocket } from './socket-reply.js';

/**
 * Turns what a Kaizen client raises into answers of your own app, on Express and Fastify. What your
 * caller sent wrongly is a 400 or 413 with the error's own message; a service that is slow, busy or
 * broken, or that does not take your key, is a 504, 503 (with `Retry-After`) or 502 that says no more.
 * Whatever is answered with 500 and above is logged with the error's own message. The bodies are
 * `{statusCode, error, message, code, requestId}`.
 *
 * WebSocket clients are told by the event `exception`; microservices and GraphQL are left to Nest.
 *
 * @example
 * ```ts
 * @Module({ providers: [{ provide: APP_FILTER, useClass: KaizenExceptionFilter }] })
 * export class AppModule {}
 * ```
 */
@Catch(KaizenError)
export class KaizenExceptionFilter implements ExceptionFilter<KaizenError> {
  private readonly logger = new Logger(KaizenExceptionFilter.name);

  /** Answers one error. Nest calls it. */
  catch(error: KaizenError, host: ArgumentsHost): void {
    const context: string = host.getType();
    // Of a filter that returns nothing there, Nest takes that it left the error to Nest.
    if (context !== 'http' && context !== 'ws') return;
    const answer = answerTo(error);
    const body = errorBody(error, answer);
    this.log(error, body);
    if (context === 'ws') tellGateway(host, body);
    else answerRequest(host, error, answer, body);
  }

  private log(error: KaizenError, { statusCode, requestId }: ErrorBody): void {
    if (statusCode < 500) return;
    const id = requestId === undefined ? '' : ` (request ${requestId})`;
    const line = `${error.code}${id}: ${error.message}`;
    // With 500 it is the app that must be mended.
    if (statusCode === 500) this.logger.error(line, error.stack);
    else this.logger.warn(line);
  }
}

function answerRequest(
  host: ArgumentsHost,
  error: KaizenError,
  { status, comeAgain }: ErrorAnswer,
  body: ErrorBody,
): void {
  const headers: Record<string, string> = {
    // The handler may have set another one before it failed.
    'content-type': 'application/json; charset=utf-8',
    ...(comeAgain && { 'retry-after': String(retryAfterSeconds(error)) }),
  };
  replyTo(host.switchToHttp().getResponse<HttpReply>(), { status, headers, body });
}

function tellGateway(host: ArgumentsHost, body: ErrorBody): void {
  const ws = host.switchToWs();
  tellSocket(ws.getClient(), body, { pattern: ws.getPattern(), data: ws.getData() });
}
