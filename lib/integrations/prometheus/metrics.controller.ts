import {
  type CanActivate,
  Controller,
  Get,
  Inject,
  Res,
  type Type,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { KaizenPrometheus } from './kaizen-prometheus.js';

/** A response as Express and Fastify both have it. */
interface MetricsReply {
  header(name: string, value: string): unknown;
  send(body: string): unknown;
}

/**
 * Makes the controller that shows Prometheus all figures of the registry, the app's own among them.
 *
 * @param path Where: `/metrics`.
 * @param guard Who may see them. Default: whoever the app's global guards let through.
 */
export function metricsController(
  path: string,
  guard?: Type<CanActivate> | CanActivate,
): Type<object> {
  @Controller({ version: VERSION_NEUTRAL })
  @UseGuards(...(guard === undefined ? [] : [guard]))
  class KaizenMetricsController {
    constructor(@Inject(KaizenPrometheus) private readonly prometheus: KaizenPrometheus) {}

    /** Answers by itself: an interceptor that wraps what handlers return would make it unreadable. */
    @Get(path)
    async show(@Res() reply: MetricsReply): Promise<void> {
      const { registry } = this.prometheus;
      const text = await registry.metrics();
      reply.header('content-type', registry.contentType);
      reply.header('cache-control', 'no-store');
      reply.send(text);
    }
  }
  return KaizenMetricsController;
}
