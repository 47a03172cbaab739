import { type OptionTable, wholeNumber } from '../../options/option-rule.js';

/** How many values the labels have that apps and callers name. */
export interface KaizenLabelLimits {
  /** How many clients are told apart, the first ones; the others are `other`. Default 50. */
  maxClients?: number;
  /** How many models are told apart, the first ones; the others are `other`. Default 20. */
  maxModels?: number;
}

/** What each of them accepts, and its default. */
export const LABEL_LIMIT_TABLE: OptionTable<KaizenLabelLimits> = {
  maxClients: wholeNumber(1, 1000, 50),
  maxModels: wholeNumber(1, 1000, 20),
};
