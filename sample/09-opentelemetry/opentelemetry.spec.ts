import { beforeAll, describe, expect, it } from '@jest/globals';
import { InMemoryMetricExporter, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { tell } from './src/tell.js';

/** Of what they were given they forget nothing at the end. */
class Spans extends InMemorySpanExporter {
  override shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
class Figures extends InMemoryMetricExporter {
  override shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

let spans: ReadableSpan[];
let figures: ResourceMetrics[];
let received: (string | undefined)[];

beforeAll(async () => {
  const exporters = { spans: new Spans(), metrics: new Figures(0) };
  received = await tell(exporters);
  spans = exporters.spans.getFinishedSpans();
  figures = exporters.metrics.getMetrics();
});

describe('the app', () => {
  it('makes a span for its own work, the call in it, and each request of the call', () => {
    const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
    const tree = spans.map((span) => [span.name, names.get(span.parentSpanContext?.spanId ?? '')]);
    expect(tree).toEqual([
      ['POST', 'kaizen promptsEncode'],
      ['POST', 'kaizen promptsEncode'],
      ['kaizen promptsEncode', 'orders.prompt'],
      ['orders.prompt', undefined],
    ]);
    const statuses = spans.map(({ attributes }) => attributes['http.response.status_code']);
    expect(statuses).toEqual([503, 200, undefined, undefined]);
  });

  it('sends the context of each request with it', () => {
    const sent = spans.slice(0, 2).map((span) => span.spanContext());
    expect(received).toEqual(sent.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`));
  });

  it('counts, and tells nothing of the prompt', () => {
    const names = figures.flatMap(({ scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) => metrics.map(({ descriptor }) => descriptor.name)),
    );
    expect(names).toEqual(
      expect.arrayContaining(['kaizen.requests', 'kaizen.retries', 'kaizen.compression.tokens']),
    );
    const told = JSON.stringify([
      ...spans.map(({ name, attributes, events }) => ({ name, attributes, events })),
      ...figures.map(({ scopeMetrics }) => scopeMetrics),
    ]);
    expect(told).not.toContain('Oslo');
  });
});
