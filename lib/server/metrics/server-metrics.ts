import type { Exchange } from '../http/exchange.js';
import type { RefusalCode } from '../refusals/refusal-codes.js';
import type { PrometheusRecorder } from './prometheus-recorder.js';

/** Tells what the server does to Prometheus, where that is wished. */
export class ServerMetrics {
  /** @param prometheus What counts; nothing does without it. */
  constructor(private readonly prometheus?: PrometheusRecorder) {}

  /** A request was answered, or would have been had its client waited. */
  answered(exchange: Exchange, status: number): void {
    this.prometheus?.answered(exchange, status);
  }

  /** A request was refused. */
  refused(code: RefusalCode): void {
    this.prometheus?.refused(code);
  }
}
