/**
 * Figures for Prometheus. Needs `prom-client`, which the main entry does not.
 *
 * @packageDocumentation
 */
export { KaizenPrometheus } from './integrations/prometheus/kaizen-prometheus.js';
export { KaizenPrometheusModule } from './integrations/prometheus/kaizen-prometheus.module.js';
export type { KaizenPrometheusModuleOptions } from './integrations/prometheus/kaizen-prometheus.module.js';
export type { KaizenPrometheusOptions } from './integrations/prometheus/prometheus-options.js';
export type { KaizenLabelLimits } from './integrations/figures/label-limits.js';
