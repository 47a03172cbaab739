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
  model: 'gen_ai.request.model',
  errorType: 'error.type',
  method: 'http.request.method',
  resendCount: 'http.request.resend_count',
  statusCode: 'http.response.status_code',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  url: 'url.full',
} as const;

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
