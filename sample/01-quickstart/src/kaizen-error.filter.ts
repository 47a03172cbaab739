import { type ArgumentsHost, Catch, HttpException } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import {
  KaizenError,
  KaizenFormatError,
  KaizenOptionsError,
  KaizenPayloadError,
} from 'nestjs-kaizen';

/** Answers the package's errors with their status, code and message: they never hold a secret. */
@Catch(KaizenError)
export class KaizenErrorFilter extends BaseExceptionFilter {
  override catch(error: KaizenError, host: ArgumentsHost): void {
    const statusCode = statusOf(error);
    super.catch(new HttpException({ statusCode, ...error.toJSON() }, statusCode), host);
  }
}

function statusOf(error: KaizenError): number {
  if (error.code === 'KAIZEN_PAYLOAD_TOO_LARGE') return 413;
  const isTheCallers = [KaizenPayloadError, KaizenFormatError, KaizenOptionsError].some(
    (type) => error instanceof type,
  );
  return isTheCallers ? 400 : 503;
}
