/** What is counted, timed or shown, under the names of Prometheus and of OpenTelemetry. */
export interface Figure {
  readonly kind: 'counter' | 'histogram' | 'gauge';
  /** The name for Prometheus, without its prefix. */
  readonly prometheus: string;
  readonly openTelemetry: string;
  /** As UCUM has it: `s`, `By`, `{token}`. */
  readonly unit: string;
  readonly help: string;
  readonly labels: readonly FigureLabel[];
}

/** What figures are told apart by. */
export type FigureLabel =
  | 'client'
  | 'operation'
  | 'outcome'
  | 'served_by'
  | 'error_code'
  | 'reason'
  | 'form'
  | 'model'
  | 'counted'
  | 'state';

/** Every figure there is. */
export const FIGURES = {
  requests: {
    kind: 'counter',
    prometheus: 'requests_total',
    openTelemetry: 'kaizen.requests',
    unit: '{request}',
    help: 'Calls that ended, items of batches among them.',
    labels: ['client', 'operation', 'outcome', 'served_by', 'error_code'],
  },
  durations: {
    kind: 'histogram',
    prometheus: 'request_duration_seconds',
    openTelemetry: 'kaizen.request.duration',
    unit: 's',
    help: 'How long calls took in all, retries included.',
    labels: ['client', 'operation', 'outcome', 'served_by'],
  },
  retries: {
    kind: 'counter',
    prometheus: 'retries_total',
    openTelemetry: 'kaizen.retries',
    unit: '{retry}',
    help: 'Requests that were sent again, by the class of the reason.',
    labels: ['client', 'operation', 'reason'],
  },
  fallbacks: {
    kind: 'counter',
    prometheus: 'fallbacks_total',
    openTelemetry: 'kaizen.fallbacks',
    unit: '{call}',
    help: 'Calls that the embedded engine answered in the place of the service.',
    labels: ['client', 'operation', 'reason'],
  },
  cacheRequests: {
    kind: 'counter',
    prometheus: 'cache_requests_total',
    openTelemetry: 'kaizen.cache.requests',
    unit: '{request}',
    help: 'What the cache had.',
    labels: ['client', 'operation', 'outcome'],
  },
  cacheDurations: {
    kind: 'histogram',
    prometheus: 'cache_duration_seconds',
    openTelemetry: 'kaizen.cache.duration',
    unit: 's',
    help: 'How long the cache took.',
    labels: ['client', 'outcome'],
  },
  bytes: {
    kind: 'counter',
    prometheus: 'compression_bytes_total',
    openTelemetry: 'kaizen.compression.bytes',
    unit: 'By',
    help: 'Bytes of payloads as compact JSON and as KTOF.',
    labels: ['client', 'operation', 'form'],
  },
  tokens: {
    kind: 'counter',
    prometheus: 'compression_tokens_total',
    openTelemetry: 'kaizen.compression.tokens',
    unit: '{token}',
    help: 'Tokens of payloads as compact JSON and as KTOF, by model.',
    labels: ['client', 'operation', 'model', 'form', 'counted'],
  },
  circuit: {
    kind: 'gauge',
    prometheus: 'circuit_state',
    openTelemetry: 'kaizen.circuit.state',
    unit: '1',
    help: '1 for the state that the circuit breaker is in, 0 for the others.',
    labels: ['client', 'state'],
  },
  verificationFailures: {
    kind: 'counter',
    prometheus: 'verification_failures_total',
    openTelemetry: 'kaizen.verification.failures',
    unit: '{failure}',
    help: 'Encodings that did not decode to the same data, and were thrown away.',
    labels: ['client', 'operation'],
  },
} as const satisfies Readonly<Record<string, Figure>>;

/** Names a figure. */
export type FigureName = keyof typeof FIGURES;

/** The labels of a figure, each with its value. */
export type LabelsOf<N extends FigureName> = Readonly<
  Record<(typeof FIGURES)[N]['labels'][number], string>
>;

/** Where figures go. */
export interface FigureSink {
  /** Counts on, times, or shows, as the kind of the figure has it. */
  record<N extends FigureName>(figure: N, labels: LabelsOf<N>, value: number): void;
}
