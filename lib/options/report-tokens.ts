/**
 * The injection token of collectors of metrics: one, or a list. Every client of the app tells them what it
 * does, beside those of its option `metrics`. A global module has to provide it.
 *
 * @example
 * ```ts
 * @Global()
 * @Module({
 *   providers: [{ provide: KAIZEN_METRICS, useFactory: () => [new MyCollector()] }],
 *   exports: [KAIZEN_METRICS],
 * })
 * export class MetricsModule {}
 * ```
 */
export const KAIZEN_METRICS = 'KaizenMetrics';

/**
 * The injection token of the tracer of every client that has none of its own (option `tracer`). A global
 * module has to provide it.
 */
export const KAIZEN_TRACER = 'KaizenTracer';
