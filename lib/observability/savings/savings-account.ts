import type { KaizenTokenSaving } from '../../options/report-events.js';
import type { KaizenOperationSavings, KaizenSavings } from './kaizen-savings.js';
import { type Prices, Tally } from './tally.js';

/** What an answer told of its sizes. */
export interface Sizes {
  readonly jsonBytes: number;
  readonly ktofBytes: number;
  readonly tokens: readonly KaizenTokenSaving[];
}

/** Adds up what a client saves. It needs a few numbers for each operation and model, however long it runs. */
export class SavingsAccount {
  #since = new Date();
  #operations = new Map<string, { answered: Tally; cached: Tally }>();

  constructor(
    private readonly client: string,
    private readonly prices: Prices = {},
  ) {}

  /** A call has succeeded. */
  add(operation: string, isCached: boolean, sizes: Sizes | undefined): void {
    const { cached, answered } = this.#of(operation);
    const tally = isCached ? cached : answered;
    tally.count();
    if (sizes) tally.measure(sizes.jsonBytes, sizes.ktofBytes, sizes.tokens);
  }

  /** What has been saved so far, frozen. */
  snapshot(): KaizenSavings {
    const { client, prices } = this;
    const operations = [...this.#operations].map(([name, { answered, cached }]) => {
      const told: KaizenOperationSavings = {
        answered: answered.figures(prices),
        cached: cached.figures(prices),
      };
      return [name, Object.freeze(told)] as const;
    });
    return Object.freeze({
      client,
      since: this.#since.toISOString(),
      operations: Object.freeze(Object.fromEntries(operations)),
    });
  }

  /** Begins anew, and tells what had been saved until then. */
  reset(): KaizenSavings {
    const last = this.snapshot();
    this.#operations = new Map();
    this.#since = new Date();
    return last;
  }

  #of(operation: string): { answered: Tally; cached: Tally } {
    const known = this.#operations.get(operation);
    if (known) return known;
    const added = { answered: new Tally(), cached: new Tally() };
    this.#operations.set(operation, added);
    return added;
  }
}
