import { HttpException } from '@nestjs/common';
import { KaizenAbortError } from '../../errors/abort.error.js';
import { KaizenClosedError } from '../../errors/closed.error.js';
import { KaizenDependencyError } from '../../errors/dependency.error.js';
import { KaizenFormatError } from '../../errors/format.error.js';
import { KaizenOptionsError } from '../../errors/options.error.js';
import { KaizenOverloadedError } from '../../errors/overloaded.error.js';
import { KaizenPayloadError } from '../../errors/payload.error.js';
import { KaizenWorkerError } from '../../errors/worker.error.js';
import { Refusal, type RefusalFacts } from './refusal.js';
import { codeForStatus } from './refusal-codes.js';
import { detailLine, violationDetail } from './violation-detail.js';

/** What is told of a defect: nothing about it, since nobody knows what its message holds. */
const DEFECT: RefusalFacts = {
  code: 'internal',
  message: 'The server met a defect. Call again; if it goes on, report the request id.',
};

/**
 * What to answer for whatever went wrong.
 *
 * @param field The field of the body that holds what the operation works on, where that is known.
 */
export function factsOf(error: unknown, field?: string): RefusalFacts {
  const place = field === undefined ? ['body'] : ['body', field];
  if (error instanceof Refusal) return error.facts;
  if (error instanceof KaizenPayloadError) return ofPayload(error, place);
  if (error instanceof KaizenFormatError) return ofFormat(error, place);
  if (error instanceof KaizenWorkerError) return ofWorker(error);
  return ofOurs(error) ?? ofStatus(error) ?? DEFECT;
}

function ofPayload(error: KaizenPayloadError, loc: string[]): RefusalFacts {
  const { code, message } = error;
  if (code === 'KAIZEN_PAYLOAD_TOO_LARGE') return { code: 'too_large', message };
  if (code === 'KAIZEN_PAYLOAD_TOO_DEEP') {
    return { code: 'too_deep', message, details: [{ loc, msg: message, type: 'too_deep' }] };
  }
  const detail = violationDetail(error);
  return { code: 'validation_failed', message: detailLine(detail), details: [detail] };
}

function ofFormat(error: KaizenFormatError, loc: string[]): RefusalFacts {
  const { line, column } = error;
  const message = error.message.replace('`replayMeta`', '`replay_meta`');
  const detail = { loc, msg: message, type: 'ktof_format', line, column };
  return { code: 'invalid_ktof', message, details: [detail] };
}

function ofWorker({ failure, message }: KaizenWorkerError): RefusalFacts {
  return failure === 'out-of-memory' ? { code: 'too_large', message } : DEFECT;
}

function ofOurs(error: unknown): RefusalFacts | undefined {
  if (error instanceof KaizenOptionsError) {
    return { code: 'invalid_option', message: error.message };
  }
  if (error instanceof KaizenDependencyError) {
    return { code: 'not_installed', message: error.message };
  }
  if (error instanceof KaizenOverloadedError) {
    return { code: 'overloaded', message: 'Too many large requests wait. Call again later.' };
  }
  if (error instanceof KaizenClosedError) {
    return { code: 'shutting_down', message: 'The server is shutting down. Call again.' };
  }
  if (error instanceof KaizenAbortError) {
    return { code: 'client_closed', message: 'The client went away.' };
  }
  return undefined;
}

/** An error of the app around: a Nest exception, or one of a body parser, which has a status as well. */
function ofStatus(error: unknown): RefusalFacts | undefined {
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  if (status === undefined || status < 400 || status > 599) return undefined;
  const isTold = error instanceof HttpException && status < 500;
  const code = codeForStatus(status);
  return { code, status, message: isTold ? error.message : `The request was refused (${status}).` };
}

function statusOf(error: unknown): number | undefined {
  const { statusCode } = Object(error) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}
