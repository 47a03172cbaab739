import { CACHING_OPTION_TABLE } from './cache-options.js';
import { CONNECTION_OPTION_TABLE } from './connection-options.js';
import { ENGINE_OPTION_TABLE } from './engine-options.js';
import { HOOK_OPTION_TABLE } from './hook-options.js';
import type { KaizenOptions } from './kaizen-options.js';
import { milliseconds, oneOf, type OptionTable, wholeNumber } from './option-rule.js';
import { REPORT_OPTION_TABLE } from './report-options.js';
import { RESILIENCE_OPTION_TABLE } from './resilience-options.js';
import { RETRY_OPTION_TABLE } from './retry-options.js';
import { SAVINGS_OPTION_TABLE } from './savings-options.js';
import { SERVICE_OPTION_TABLE } from './service-options.js';
import { TIMEOUT_OPTION_TABLE } from './timeout-options.js';
import { TRACING_OPTION_TABLE } from './tracing-options.js';

/** Every option of a client, what it accepts and its default: checks and defaults come from here. */
export const OPTION_TABLE: OptionTable<KaizenOptions> = {
  transport: oneOf(['http', 'embedded']),
  timeoutMs: milliseconds(1, 30_000),
  shutdownGraceMs: milliseconds(0, 5000),
  maxResponseBytes: wholeNumber(1, 2 ** 31, 64 * 1024 * 1024),
  ...ENGINE_OPTION_TABLE,
  ...SERVICE_OPTION_TABLE,
  ...TIMEOUT_OPTION_TABLE,
  ...RETRY_OPTION_TABLE,
  ...CONNECTION_OPTION_TABLE,
  ...RESILIENCE_OPTION_TABLE,
  ...CACHING_OPTION_TABLE,
  ...REPORT_OPTION_TABLE,
  ...SAVINGS_OPTION_TABLE,
  ...TRACING_OPTION_TABLE,
  ...HOOK_OPTION_TABLE,
};
