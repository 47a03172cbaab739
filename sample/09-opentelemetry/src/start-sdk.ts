import { metrics } from '@opentelemetry/api';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { SimpleSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** Where spans and figures go. */
export interface Exporters {
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
}

/**
 * Registers the SDK for the whole process. An app of yours exports to a collector instead
 * (`@opentelemetry/exporter-trace-otlp-http`), in batches.
 *
 * @returns What sends the last figures and ends it.
 */
export function startSdk(exporters: Exporters): () => Promise<void> {
  const spanProcessors = [new SimpleSpanProcessor(exporters.spans)];
  const tracerProvider = new NodeTracerProvider({ spanProcessors });
  // Also sets the propagator of `traceparent`.
  tracerProvider.register();
  const reader = new PeriodicExportingMetricReader({ exporter: exporters.metrics });
  const meterProvider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(meterProvider);
  return async () => {
    await tracerProvider.shutdown();
    await meterProvider.shutdown();
  };
}
