import type { KaizenTokenSaving } from '../../options/report-events.js';
import type { KaizenModelPrice } from '../../options/savings-options.js';
import type {
  KaizenAmounts,
  KaizenModelSavings,
  KaizenSavingsFigures,
  KaizenTokenSavings,
} from './kaizen-savings.js';

/** Prices by model. */
export type Prices = Readonly<Record<string, KaizenModelPrice>>;

/** Where the tokens of models go for which there is no more room. */
const REST = 'other';
const MOST_MODELS = 100;
const MILLION = 1_000_000;

class Amounts {
  calls = 0;
  before = 0;
  after = 0;

  add(before: number, after: number): void {
    this.calls += 1;
    this.before += before;
    this.after += after;
  }
}

/** What calls of one operation saved so far. */
export class Tally {
  #calls = 0;
  readonly #bytes = new Amounts();
  readonly #models = new Map<string, { exact: Amounts; estimated: Amounts }>();

  /** A call has succeeded. */
  count(): void {
    this.#calls += 1;
  }

  /** It told its sizes. */
  measure(before: number, after: number, tokens: readonly KaizenTokenSaving[]): void {
    this.#bytes.add(before, after);
    for (const saving of tokens) {
      const model = this.#of(saving.model);
      (saving.exact ? model.exact : model.estimated).add(saving.before, saving.after);
    }
  }

  /** All of it, frozen. */
  figures(prices: Prices): KaizenSavingsFigures {
    const models = [...this.#models].map(([name, { exact, estimated }]) => {
      const price = Object.hasOwn(prices, name) ? prices[name] : undefined;
      return [name, modelSavings(exact, estimated, price)] as const;
    });
    return Object.freeze({
      calls: this.#calls,
      measured: this.#bytes.calls,
      bytes: amounts(this.#bytes),
      models: Object.freeze(Object.fromEntries(models)),
    });
  }

  #of(name: string): { exact: Amounts; estimated: Amounts } {
    const key = this.#models.has(name) || this.#models.size < MOST_MODELS ? name : REST;
    const known = this.#models.get(key);
    if (known) return known;
    const added = { exact: new Amounts(), estimated: new Amounts() };
    this.#models.set(key, added);
    return added;
  }
}

function modelSavings(
  exact: Amounts,
  estimated: Amounts,
  price: KaizenModelPrice | undefined,
): KaizenModelSavings {
  const counted = { exact: tokens(exact), estimated: tokens(estimated) };
  if (!price) return Object.freeze(counted);
  const { inputPerMillion, currency } = price;
  const cost = (count: number): number => (count * inputPerMillion) / MILLION;
  const before = cost(exact.before + estimated.before);
  const after = cost(exact.after + estimated.after);
  const isEstimate = estimated.calls > 0;
  const told = { ...amounts({ before, after }), ...(currency && { currency }), isEstimate };
  return Object.freeze({ ...counted, cost: Object.freeze(told) });
}

function tokens(counted: Amounts): KaizenTokenSavings {
  return Object.freeze({ calls: counted.calls, ...amounts(counted) });
}

function amounts({ before, after }: Pick<KaizenAmounts, 'before' | 'after'>): KaizenAmounts {
  return Object.freeze({ before, after, saved: before - after });
}
