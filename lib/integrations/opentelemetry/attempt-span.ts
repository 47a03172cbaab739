import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';
import { Redactor } from '../../observability/redact/redactor.js';
import type {
  KaizenAttemptOutcome,
  KaizenAttemptSpan,
  KaizenTracedAttempt,
} from '../../options/tracing-options.js';
import { ATTRIBUTE } from './attributes.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);
const redactor = new Redactor();

/** The name of a request's span: its method, or `HTTP` where that is no known one. */
export function attemptName({ method }: KaizenTracedAttempt): string {
  return METHODS.has(method) ? method : 'HTTP';
}

/** What is known of a request before it is sent, by the conventions of HTTP clients. */
export function attemptAttributes({ method, url, attempt }: KaizenTracedAttempt): Attributes {
  return {
    [ATTRIBUTE.method]: METHODS.has(method) ? method : '_OTHER',
    ...addressAttributes(url),
    ...(attempt > 1 && { [ATTRIBUTE.resendCount]: attempt - 1 }),
  };
}

/** Keys travel in credentials, queries and fragments: an address is told without them. */
function addressAttributes(url: string): Attributes {
  if (!URL.canParse(url)) return {};
  const { protocol, hostname, port, origin, pathname } = new URL(url);
  return {
    [ATTRIBUTE.url]: redactor.text(origin + pathname),
    [ATTRIBUTE.serverAddress]: hostname,
    [ATTRIBUTE.serverPort]: Number(port) || (protocol === 'https:' ? 443 : 80),
  };
}

/** The span of a request. */
export class AttemptSpan implements KaizenAttemptSpan {
  /** @param headers The context, to be sent with the request. */
  constructor(
    private readonly span: Span,
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  end({ statusCode, errorType }: KaizenAttemptOutcome): void {
    const { span } = this;
    if (statusCode !== undefined) span.setAttribute(ATTRIBUTE.statusCode, statusCode);
    const error = errorType ?? (isFailure(statusCode) ? String(statusCode) : undefined);
    if (error !== undefined) {
      span.setAttribute(ATTRIBUTE.errorType, redactor.word(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }
}

function isFailure(status: number | undefined): boolean {
  return status !== undefined && status >= 400;
}
