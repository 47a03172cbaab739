import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanStatusCode,
} from '@opentelemetry/api';
import type {
  KaizenProviderCallOutcome,
  KaizenProviderCallSpan,
  KaizenTracedCompression,
  KaizenTracedProviderCall,
  KaizenTracedUsage,
} from '../../options/provider-tracing.js';
import { ATTRIBUTE, PROVIDER_NAMES } from './attributes.js';

/** The name of a question's span, by the conventions: what is asked for, and the model. */
export function providerCallName({ operation, model }: KaizenTracedProviderCall): string {
  return `${operation} ${model}`;
}

/** What is known of a question before it is sent. */
export function providerCallAttributes(call: KaizenTracedProviderCall): Attributes {
  return {
    [ATTRIBUTE.genAiOperation]: call.operation,
    [ATTRIBUTE.genAiProvider]: PROVIDER_NAMES[call.provider] ?? call.provider,
    [ATTRIBUTE.model]: call.model,
    ...(call.stream && { [ATTRIBUTE.genAiStream]: true }),
  };
}

/** The span of a question to a model's vendor. */
export class ProviderCallSpan implements KaizenProviderCallSpan {
  /** The context, to be sent with the request. */
  readonly headers: Readonly<Record<string, string>>;

  /** @param within The context that has the span. */
  constructor(
    private readonly span: Span,
    private readonly within: Context,
  ) {
    const headers: Record<string, string> = {};
    propagation.inject(within, headers);
    this.headers = headers;
  }

  run(work: () => unknown): void {
    context.with(this.within, work);
  }

  end(outcome: KaizenProviderCallOutcome): void {
    const { span } = this;
    if (span.isRecording()) {
      span.setAttributes({
        ...outcomeAttributes(outcome),
        ...usageAttributes(outcome.usage),
        ...sizeAttributes(outcome.compression),
      });
      if (outcome.outcome === 'error') span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }
}

/** An attribute that is `undefined` is left out by the SDK. */
function outcomeAttributes(told: KaizenProviderCallOutcome): Attributes {
  const { outcome, attempts, model, finishReason, firstChunkMs, statusCode } = told;
  const error = told.errorKind ?? told.errorCode ?? '_OTHER';
  return {
    [ATTRIBUTE.attempts]: attempts,
    [ATTRIBUTE.genAiAnsweredBy]: model,
    [ATTRIBUTE.genAiFinishReasons]: finishReason === undefined ? undefined : [finishReason],
    [ATTRIBUTE.genAiFirstChunk]: firstChunkMs === undefined ? undefined : firstChunkMs / 1000,
    [ATTRIBUTE.statusCode]: statusCode,
    [ATTRIBUTE.errorType]: outcome === 'error' ? error : undefined,
  };
}

function usageAttributes(usage: KaizenTracedUsage = {}): Attributes {
  return {
    [ATTRIBUTE.genAiInputTokens]: usage.inputTokens,
    [ATTRIBUTE.genAiOutputTokens]: usage.outputTokens,
    [ATTRIBUTE.genAiCacheRead]: usage.cacheReadTokens,
    [ATTRIBUTE.genAiCacheWrite]: usage.cacheWriteTokens,
    [ATTRIBUTE.genAiReasoning]: usage.reasoningTokens,
  };
}

function sizeAttributes(compression: KaizenTracedCompression | undefined): Attributes {
  return {
    [ATTRIBUTE.beforeBytes]: compression?.bytes.before,
    [ATTRIBUTE.afterBytes]: compression?.bytes.after,
    [ATTRIBUTE.beforeTokens]: compression?.tokens?.before,
    [ATTRIBUTE.afterTokens]: compression?.tokens?.after,
  };
}
