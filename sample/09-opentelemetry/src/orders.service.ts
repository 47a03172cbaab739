import { Injectable } from '@nestjs/common';
import { SpanKind, trace } from '@opentelemetry/api';
import { KaizenService } from 'nestjs-kaizen';

const orders = [1, 2, 3, 4].map((id) => ({ id, status: 'late', city: 'Oslo' }));

/** Work of the app's own, with a span of its own. */
@Injectable()
export class Orders {
  constructor(private readonly kaizen: KaizenService) {}

  /** What is sent to a model. The client's span becomes a child of this one. */
  async prompt(): Promise<string> {
    const tracer = trace.getTracer('orders');
    return tracer.startActiveSpan('orders.prompt', { kind: SpanKind.INTERNAL }, async (span) => {
      try {
        const { result } = await this.kaizen.promptsEncode({
          prompt: { orders },
          tokenModels: ['gpt-4o'],
        });
        return result;
      } finally {
        span.end();
      }
    });
  }
}
