/**
 * The health indicator for `@nestjs/terminus`, which this entry needs and the main one does not.
 *
 * @packageDocumentation
 */
export { KaizenHealthIndicator } from './nest/health/kaizen.health.js';
export type { KaizenPingOptions } from './nest/health/kaizen.health.js';
