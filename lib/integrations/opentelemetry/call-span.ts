import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { KaizenCompressionEvent, KaizenRequestEvent } from '../../options/report-events.js';
import type {
  KaizenAttemptSpan,
  KaizenCallSpan,
  KaizenTracedAttempt,
} from '../../options/tracing-options.js';
import { attemptAttributes, attemptName, AttemptSpan } from './attempt-span.js';
import { ATTRIBUTE } from './attributes.js';

/** What a call's span needs beside itself. */
export interface CallSpanParts {
  readonly tracer: Tracer;
  /** The context that has the span. */
  readonly within: Context;
  readonly attemptSpans: boolean;
}

/** The span of a call. */
export class CallSpan implements KaizenCallSpan {
  constructor(
    private readonly span: Span,
    private readonly parts: CallSpanParts,
  ) {}

  run(work: () => unknown): void {
    context.with(this.parts.within, work);
  }

  startAttempt(attempt: KaizenTracedAttempt): KaizenAttemptSpan | undefined {
    const { tracer, within, attemptSpans } = this.parts;
    if (!attemptSpans) return undefined;
    const attributes = this.span.isRecording() ? attemptAttributes(attempt) : {};
    const options = { kind: SpanKind.CLIENT, attributes };
    const span = tracer.startSpan(attemptName(attempt), options, within);
    const headers: Record<string, string> = {};
    propagation.inject(trace.setSpan(within, span), headers);
    return new AttemptSpan(span, headers);
  }

  end(outcome: KaizenRequestEvent, compression?: KaizenCompressionEvent): void {
    const { span } = this;
    if (span.isRecording()) {
      span.setAttributes({ ...outcomeAttributes(outcome), ...sizeAttributes(compression) });
      if (outcome.outcome === 'error') span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }
}

function outcomeAttributes(event: KaizenRequestEvent): Attributes {
  const { outcome, errorCode, servedBy, attempts, cache } = event;
  return {
    [ATTRIBUTE.servedBy]: servedBy,
    ...(attempts !== undefined && { [ATTRIBUTE.attempts]: attempts }),
    ...(cache !== undefined && { [ATTRIBUTE.cache]: cache }),
    ...(outcome === 'error' && { [ATTRIBUTE.errorType]: errorCode ?? '_OTHER' }),
  };
}

function sizeAttributes(event: KaizenCompressionEvent | undefined): Attributes {
  if (event === undefined) return {};
  const { jsonBytes, ktofBytes, tokens } = event;
  const [first] = tokens;
  return {
    [ATTRIBUTE.jsonBytes]: jsonBytes,
    [ATTRIBUTE.ktofBytes]: ktofBytes,
    ...(first && {
      [ATTRIBUTE.model]: first.model,
      [ATTRIBUTE.savedTokens]: first.before - first.after,
    }),
  };
}
