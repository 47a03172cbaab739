import type { KaizenRetryEvent } from '../../../lib/options/report-events.js';
import type { KaizenLogger, KaizenMetricsCollector } from '../../../lib/options/report-options.js';

/** Keeps all that a client tells its log and its metrics. */
export class Recorder {
  /** Every argument of every call. */
  readonly told: unknown[] = [];
  readonly retries: KaizenRetryEvent[] = [];

  readonly logger: KaizenLogger = {
    debug: (...told) => void this.told.push(...told),
    log: (...told) => void this.told.push(...told),
    warn: (...told) => void this.told.push(...told),
    error: (...told) => void this.told.push(...told),
  };

  readonly metrics: KaizenMetricsCollector = {
    recordRetry: (event) => {
      this.told.push(event);
      this.retries.push(event);
    },
    recordFallback: (event) => void this.told.push(event),
    recordCircuit: (event) => void this.told.push(event),
  };
}
