import { KaizenOptionsError } from '../errors/options.error.js';
import { checkAmount } from './check-input.js';
import type { TokenCount, TokenRange } from './token-count.js';

/** The tokens of a call. */
export interface TokenUsage {
  /** Tokens of the prompt, the cached ones among them. */
  readonly input: number;
  /** Tokens of the reply. Default 0. */
  readonly output?: number;
  /** How many of the prompt's tokens the model's cache had. Default 0. */
  readonly cached?: number;
}

/** Prices for a million tokens, in any one currency. */
export interface TokenPrices {
  readonly inputPerMillion: number;
  /** Needed when the usage has output. */
  readonly outputPerMillion?: number;
  /** Default: `inputPerMillion`. */
  readonly cachedPerMillion?: number;
}

/** What tokens cost, in the currency of the prices. */
export interface TokenCost {
  readonly total: number;
  /** The part of the prompt that no cache had. */
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** What the total may be, when the count is an estimate with a known range. */
  readonly range?: TokenRange;
}

const MILLION = 1_000_000;

/**
 * What tokens cost at prices you give; there is no price list in here to go stale.
 *
 * @param count A count, a number of prompt tokens, or the usage of a whole call.
 * @throws {@link KaizenOptionsError} when an amount or a price is no number of at least 0, or the price
 * of the output is missing.
 *
 * @example
 * ```ts
 * estimateCost({ input: 12_000, cached: 10_000, output: 500 }, prices).total;
 * ```
 */
export function estimateCost(
  count: number | TokenCount | TokenUsage,
  prices: TokenPrices,
): TokenCost {
  const usage = usageOf(count);
  const parts = costOf(usage, checkPrices(prices, usage));
  const range = rangeIn(count);
  if (!range) return parts;
  const price = prices.inputPerMillion / MILLION;
  return { ...parts, range: { low: range.low * price, high: range.high * price } };
}

function costOf(
  { input, output = 0, cached = 0 }: TokenUsage,
  { inputPerMillion, outputPerMillion = 0, cachedPerMillion = inputPerMillion }: TokenPrices,
): TokenCost {
  const parts = {
    input: ((input - cached) * inputPerMillion) / MILLION,
    cached: (cached * cachedPerMillion) / MILLION,
    output: (output * outputPerMillion) / MILLION,
  };
  return { total: parts.input + parts.cached + parts.output, ...parts };
}

function usageOf(count: number | TokenCount | TokenUsage): TokenUsage {
  if (typeof count === 'number') return checkUsage({ input: count });
  if (typeof count === 'object' && 'tokens' in count) return checkUsage({ input: count.tokens });
  return checkUsage(count);
}

function checkUsage(usage: TokenUsage): TokenUsage {
  const { input, output, cached = 0 } = usage;
  for (const [name, amount] of Object.entries({ output, cached })) checkAmount(amount, name);
  requireAmount(input, 'input');
  if (cached <= input) return usage;
  throw new KaizenOptionsError(
    'There are more cached tokens than input. Count the cached tokens in the input too.',
    'cached',
  );
}

function checkPrices(prices: TokenPrices, { output = 0 }: TokenUsage): TokenPrices {
  requireAmount(prices.inputPerMillion, 'inputPerMillion');
  for (const name of ['outputPerMillion', 'cachedPerMillion'] as const)
    checkAmount(prices[name], name);
  if (output > 0) requireAmount(prices.outputPerMillion, 'outputPerMillion');
  return prices;
}

function requireAmount(amount: number | undefined, name: string): void {
  checkAmount(amount, name);
  if (amount !== undefined) return;
  throw new KaizenOptionsError(`Option "${name}" is missing. Give a number of at least 0.`, name);
}

function rangeIn(count: number | TokenCount | TokenUsage): TokenRange | undefined {
  return typeof count === 'object' && 'tokens' in count ? count.range : undefined;
}
