import type { KaizenMetricsCollector } from '../options/report-options.js';
import { attempt } from './attempt.js';

type Recorded<K extends keyof KaizenMetricsCollector> = Parameters<
  NonNullable<KaizenMetricsCollector[K]>
>[0];

/** Everybody who counts what a client does. */
export class Collectors {
  readonly #collectors: readonly KaizenMetricsCollector[];

  /** @param given Collectors and lists of them. One that is given twice counts once. */
  constructor(
    ...given: readonly (KaizenMetricsCollector | readonly KaizenMetricsCollector[] | undefined)[]
  ) {
    this.#collectors = [...new Set(given.flatMap((one) => one ?? []))];
  }

  /** Whether there is anybody. */
  get isEmpty(): boolean {
    return this.#collectors.length === 0;
  }

  /** Tells an event, frozen, to each of them. */
  record<K extends keyof KaizenMetricsCollector>(method: K, event: Recorded<K>): void {
    Object.freeze(event);
    for (const collector of this.#collectors) {
      attempt(() => {
        const record = collector[method] as ((event: Recorded<K>) => unknown) | undefined;
        return record?.call(collector, event);
      });
    }
  }
}
