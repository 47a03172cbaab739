/**
 * Metrics and traces for OpenTelemetry. Needs `@opentelemetry/api`, which the main entry does not.
 *
 * @packageDocumentation
 */
export { KaizenOpenTelemetry } from './integrations/opentelemetry/kaizen-opentelemetry.js';
export { KaizenOpenTelemetryModule } from './integrations/opentelemetry/kaizen-opentelemetry.module.js';
export type { KaizenOpenTelemetryModuleOptions } from './integrations/opentelemetry/kaizen-opentelemetry.module.js';
export type { KaizenOpenTelemetryOptions } from './integrations/opentelemetry/opentelemetry-options.js';
export type { KaizenLabelLimits } from './integrations/figures/label-limits.js';
