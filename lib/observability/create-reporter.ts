import { Logger } from '@nestjs/common';
import type { ResolvedKaizenOptions } from '../options/kaizen-options.js';
import type { KaizenMetricsCollector } from '../options/report-options.js';
import type { KaizenTracer } from '../options/tracing-options.js';
import { ClientLog } from './client-log.js';
import { Collectors } from './collectors.js';
import { secretsOfOptions } from './redact/known-secrets.js';
import { Redactor } from './redact/redactor.js';
import { Reporter } from './reporter.js';
import { SavingsAccount } from './savings/savings-account.js';

/** What the app gives every client of it, beside their options. */
export interface GivenReporters {
  /** What `KAIZEN_METRICS` provides. */
  readonly metrics?: KaizenMetricsCollector | readonly KaizenMetricsCollector[];
  /** What `KAIZEN_TRACER` provides. */
  readonly tracer?: KaizenTracer;
}

/** Makes the reporter of a client by its options. */
export function createReporter(
  client: string,
  options: ResolvedKaizenOptions,
  given: GivenReporters = {},
): Reporter {
  const { logger = new Logger('Kaizen'), logLevel, logPayloads, metrics, prices } = options;
  // Its own name stands in every line, though a proxy may call it by the same.
  const secrets = secretsOfOptions(options).filter((secret) => secret !== client);
  const redactor = new Redactor(secrets, options.redact);
  return new Reporter({
    client,
    redactor,
    log: new ClientLog(client, logger, redactor, logLevel),
    logPayloads,
    collectors: new Collectors(metrics, given.metrics),
    tracer: options.tracer ?? given.tracer,
    savings: new SavingsAccount(client, prices),
  });
}
