import type { FigureLabel } from '../figures/figures.js';

/** Whose spans and figures they are, as OpenTelemetry names its instrumentation scope. */
export const SCOPE = 'nestjs-kaizen';

/**
 * Names of attributes: those of OpenTelemetry's conventions (`error.*`, `http.*`, `server.*`, `url.*` are
 * stable, `gen_ai.*` in development) where there is one, ours below `kaizen.`.
 */
export const ATTRIBUTE = {
  client: 'kaizen.client',
  operation: 'kaizen.operation',
  outcome: 'kaizen.outcome',
  servedBy: 'kaizen.served_by',
  transport: 'kaizen.transport',
  requestId: 'kaizen.request_id',
  attempts: 'kaizen.attempts',
  cache: 'kaizen.cache.outcome',
  jsonBytes: 'kaizen.compression.json_bytes',
  ktofBytes: 'kaizen.compression.ktof_bytes',
  savedTokens: 'kaizen.compression.saved_tokens',
  form: 'kaizen.compression.form',
  counted: 'kaizen.compression.counted',
  reason: 'kaizen.reason',
  circuitState: 'kaizen.circuit.state',
  beforeBytes: 'kaizen.compression.before_bytes',
  afterBytes: 'kaizen.compression.after_bytes',
  beforeTokens: 'kaizen.compression.before_tokens',
  afterTokens: 'kaizen.compression.after_tokens',
  model: 'gen_ai.request.model',
  genAiOperation: 'gen_ai.operation.name',
  genAiProvider: 'gen_ai.provider.name',
  genAiStream: 'gen_ai.request.stream',
  genAiAnsweredBy: 'gen_ai.response.model',
  genAiFinishReasons: 'gen_ai.response.finish_reasons',
  genAiFirstChunk: 'gen_ai.response.time_to_first_chunk',
  genAiInputTokens: 'gen_ai.usage.input_tokens',
  genAiOutputTokens: 'gen_ai.usage.output_tokens',
  genAiCacheRead: 'gen_ai.usage.cache_read.input_tokens',
  genAiCacheWrite: 'gen_ai.usage.cache_creation.input_tokens',
  genAiReasoning: 'gen_ai.usage.reasoning.output_tokens',
  errorType: 'error.type',
  method: 'http.request.method',
  resendCount: 'http.request.resend_count',
  statusCode: 'http.response.status_code',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  url: 'url.full',
} as const;

/** What the conventions call vendors, where they have a name for them; others are in their style. */
export const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  azureOpenAI: 'azure.ai.openai',
  gemini: 'gcp.gemini',
  bedrock: 'aws.bedrock',
  mistral: 'mistral_ai',
  huggingFace: 'huggingface',
  together: 'together_ai',
  fireworks: 'fireworks_ai',
};

/** The attribute that stands for each label of a figure. */
export const ATTRIBUTE_OF_LABEL: Readonly<Record<FigureLabel, string>> = {
  client: ATTRIBUTE.client,
  operation: ATTRIBUTE.operation,
  outcome: ATTRIBUTE.outcome,
  served_by: ATTRIBUTE.servedBy,
  error_code: ATTRIBUTE.errorType,
  reason: ATTRIBUTE.reason,
  form: ATTRIBUTE.form,
  model: ATTRIBUTE.model,
  counted: ATTRIBUTE.counted,
  state: ATTRIBUTE.circuitState,
};
