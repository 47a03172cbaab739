import type { OptionRule, OptionTable } from './option-rule.js';

/** What a model's prompts cost. */
export interface KaizenModelPrice {
  /** For a million tokens of prompts, in any one currency. */
  inputPerMillion: number;
  /** What it is in, as the savings tell it: `USD`. */
  currency?: string;
}

/** What a client's savings are counted by. */
export interface KaizenSavingsOptions {
  /**
   * Prices by the name of the model, as `tokenModels` has it. There is no list in here to go stale.
   * Default: none, and the savings tell no cost.
   */
  prices?: Readonly<Record<string, KaizenModelPrice>>;
}

const prices: OptionRule<Readonly<Record<string, KaizenModelPrice>>> = {
  types: ['object'],
  expects: 'an object of model names and { inputPerMillion, currency? }, no price below 0',
  accepts: (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isPrice),
};

function isPrice(value: unknown): boolean {
  const { inputPerMillion, currency } = (value ?? {}) as Partial<KaizenModelPrice>;
  const isAmount = Number.isFinite(inputPerMillion) && Number(inputPerMillion) >= 0;
  return isAmount && (currency === undefined || typeof currency === 'string');
}

/** What it accepts. */
export const SAVINGS_OPTION_TABLE: OptionTable<KaizenSavingsOptions> = { prices };
