/**
 * Makes LLM prompts cheaper: structured data in far fewer tokens, and back without loss.
 *
 * @packageDocumentation
 */
export { createKaizen } from './client/create-kaizen.js';
export { KaizenService } from './client/kaizen.service.js';
export { getKaizenToken } from './client/kaizen-token.js';
export { withKaizen } from './client/with-kaizen.js';
export { UseKaizen } from './nest/decorator/use-kaizen.decorator.js';
export { KaizenExceptionFilter } from './nest/filter/kaizen-exception.filter.js';
export { KaizenModule } from './nest/kaizen.module.js';
export { getKaizenOptionsToken } from './options/options-token.js';
export { KAIZEN_METRICS, KAIZEN_TRACER } from './options/report-tokens.js';

export { DecodeOptionsDto } from './contract/requests/decode-options.dto.js';
export { DecodeRequest } from './contract/requests/decode-request.dto.js';
export { EncodeOptionsDto } from './contract/requests/encode-options.dto.js';
export { EncodeRequest } from './contract/requests/encode-request.dto.js';
export { OptimizePayload } from './contract/requests/optimize-payload.dto.js';
export { OptimizeRequestPayload } from './contract/requests/optimize-request-payload.dto.js';
export { OptimizeResponsePayload } from './contract/requests/optimize-response-payload.dto.js';
export { PromptDecodePayload } from './contract/requests/prompt-decode-payload.dto.js';
export { PromptEncodePayload } from './contract/requests/prompt-encode-payload.dto.js';

export { CompressResponse } from './contract/responses/compress-response.js';
export { CompressionStats } from './contract/responses/compression-stats.js';
export { DecompressResponse } from './contract/responses/decompress-response.js';
export { HealthResponse } from './contract/responses/health-response.js';
export { OptimizeRequestResponse } from './contract/responses/optimize-request-response.js';
export { OptimizeResponseResponse } from './contract/responses/optimize-response-response.js';
export { OptimizeResponse } from './contract/responses/optimize-response.js';
export { PromptDecodeResponse } from './contract/responses/prompt-decode-response.js';
export { PromptEncodeResponse } from './contract/responses/prompt-encode-response.js';
export { TokenStats } from './contract/responses/token-stats.js';

export { KaizenAbortError } from './errors/abort.error.js';
export { KaizenAPIError } from './errors/api.error.js';
export { KaizenAuthenticationError } from './errors/authentication.error.js';
export { KaizenCircuitOpenError } from './errors/circuit-open.error.js';
export { KaizenClosedError } from './errors/closed.error.js';
export { KaizenConnectionError } from './errors/connection.error.js';
export { KaizenDependencyError } from './errors/dependency.error.js';
export { KaizenExpiredError } from './errors/expired.error.js';
export { KaizenFormatError } from './errors/format.error.js';
export { KaizenHookError } from './errors/hook.error.js';
export { KaizenError } from './errors/kaizen.error.js';
export { KaizenNotFoundError } from './errors/not-found.error.js';
export { KaizenOptionsError } from './errors/options.error.js';
export { KaizenOverloadedError } from './errors/overloaded.error.js';
export { KaizenPayloadTooLargeError } from './errors/payload-too-large.error.js';
export { KaizenPayloadError } from './errors/payload.error.js';
export { KaizenPermissionError } from './errors/permission.error.js';
export { KaizenRateLimitError } from './errors/rate-limit.error.js';
export { KaizenRequestError } from './errors/request.error.js';
export { KaizenResponseError } from './errors/response.error.js';
export { KaizenServerError } from './errors/server.error.js';
export { KaizenStreamError } from './errors/stream.error.js';
export { KaizenTimeoutError } from './errors/timeout.error.js';
export { KaizenValidationError } from './errors/validation.error.js';
export { KaizenWorkerError } from './errors/worker.error.js';

export { estimateCost } from './tokens/estimate-cost.js';
export { fitsContext } from './tokens/fits-context.js';
export { loadTokenCounter } from './tokens/token-counter.js';

export type { KaizenBatchOptions } from './client/batch/batch-options.js';
export type {
  KaizenBatchFailure,
  KaizenBatchPath,
  KaizenBatchProgress,
  KaizenBatchResult,
} from './client/batch/batch-result.js';
export type { KaizenDecodeStreamOptions } from './client/decode-stream-call-options.js';
export type { KaizenCallOptions } from './client/kaizen-call-options.js';
export type {
  PromptDecodeStreamEvent,
  PromptEncodeStreamEvent,
  PromptEncodeStreamPayload,
  PromptStreamDone,
} from './client/prompt-stream-events.js';
export type { KaizenCallback } from './client/with-kaizen.js';
export type { KaizenBatchOperation } from './contract/batch-routes.js';
export type { KaizenOperation } from './contract/operations.js';
export type { KaizenCacheOutcome } from './contract/responses/cache-outcome.js';
export type { ServedBy } from './contract/responses/served-by.js';
export type { KaizenRequests, KaizenResponses } from './contract/types.js';
export type {
  DecodeStreamPart,
  DecodeStreamRequest,
  EncodeStreamPart,
  EncodeStreamRequest,
} from './engine/stream/stream-engine.js';
export type { KaizenAPIErrorContext, KaizenErrorDetail } from './errors/api.error.js';
export type { KaizenConnectionFailure } from './errors/connection.error.js';
export type { KaizenHookName } from './errors/hook.error.js';
export type { KaizenErrorContext } from './errors/kaizen.error.js';
export type { KaizenPayloadErrorCode } from './errors/payload.error.js';
export type { KaizenResponseErrorContext, KaizenResponseFault } from './errors/response.error.js';
export type { KaizenTimeoutKind } from './errors/timeout.error.js';
export type { KaizenWorkerFailure } from './errors/worker.error.js';
export type { JsonArray, JsonObject, JsonPrimitive, JsonValue } from './ktof/json-value.js';
export type { DecodeValueEvent, ValuePath } from './ktof/stream/decode-event.js';
export type { KtofChunk, KtofSource, KtofWebReader, KtofWebStream } from './ktof/stream/source.js';
export type { KaizenModuleExtras } from './nest/kaizen-module-extras.js';
export type { KaizenOptionsFactory } from './nest/kaizen-options-factory.js';
export type {
  KaizenAmounts,
  KaizenCostSavings,
  KaizenModelSavings,
  KaizenOperationSavings,
  KaizenSavings,
  KaizenSavingsFigures,
  KaizenTokenSavings,
} from './observability/savings/kaizen-savings.js';
export type {
  KaizenCachedOperation,
  KaizenCacheOptions,
  KaizenCacheStore,
  KaizenCacheTier,
  KaizenCachingOptions,
  ResolvedCacheOptions,
} from './options/cache-options.js';
export type { KaizenConnectionOptions, KaizenProxyAuth } from './options/connection-options.js';
export type { KaizenEngineOptions, KaizenWorkerOptions } from './options/engine-options.js';
export type {
  KaizenHookContext,
  KaizenHookOptions,
  KaizenHookOutcome,
  KaizenHooks,
  KaizenHookWishes,
} from './options/hook-options.js';
export type {
  KaizenClientOptions,
  KaizenOptions,
  ResolvedKaizenOptions,
} from './options/kaizen-options.js';
export type {
  KaizenCacheEvent,
  KaizenCallEvent,
  KaizenCircuitEvent,
  KaizenCompressionEvent,
  KaizenEvent,
  KaizenFallbackEvent,
  KaizenRequestEvent,
  KaizenRetryEvent,
  KaizenTokenSaving,
  KaizenVerificationEvent,
} from './options/report-events.js';
export type {
  KaizenLogger,
  KaizenLogLevel,
  KaizenMetricsCollector,
  KaizenReportOptions,
} from './options/report-options.js';
export type {
  KaizenCircuitBreakerOptions,
  KaizenResilienceOptions,
} from './options/resilience-options.js';
export type {
  KaizenProviderCallOutcome,
  KaizenProviderCallSpan,
  KaizenTracedCompression,
  KaizenTracedProviderCall,
  KaizenTracedUsage,
} from './options/provider-tracing.js';
export type { KaizenRetryBudget, KaizenRetryOptions } from './options/retry-options.js';
export type { KaizenModelPrice, KaizenSavingsOptions } from './options/savings-options.js';
export type { KaizenServiceOptions } from './options/service-options.js';
export type { KaizenTimeoutOptions } from './options/timeout-options.js';
export type {
  KaizenAttemptOutcome,
  KaizenAttemptSpan,
  KaizenCallSpan,
  KaizenTracedAttempt,
  KaizenTracedCall,
  KaizenTracer,
  KaizenTracingOptions,
} from './options/tracing-options.js';
export type { ChatMessage } from './tokens/chat-message.js';
export type { TokenCost, TokenPrices, TokenUsage } from './tokens/estimate-cost.js';
export type { EstimateTokensOptions } from './tokens/estimate-tokens.js';
export type { ContextFit, FitsContextOptions } from './tokens/fits-context.js';
export type { TokenCount, TokenRange } from './tokens/token-count.js';
export type { TokenCounter } from './tokens/token-counter.js';
export type {
  CacheState,
  CircuitState,
  KaizenBatchAnswer,
  KaizenBatchItem,
  KaizenDecodeStreamPart,
  KaizenEncodeStreamPart,
  KaizenStreamEnd,
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from './transport/kaizen-transport.js';
