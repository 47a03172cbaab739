import type { KaizenTokenSaving } from '../options/report-events.js';
import type { Redactor } from './redact/redactor.js';
import type { Sizes } from './savings/savings-account.js';

/** What a response may tell of sizes. */
export interface MeasuredAnswer {
  readonly stats?: { readonly originalBytes: number; readonly compressedBytes: number };
  readonly tokenStats?: Readonly<Record<string, MeasuredTokens>>;
}

interface MeasuredTokens {
  readonly original: number;
  readonly compressed: number;
  readonly method?: 'exact' | 'estimate';
}

/** A name that may be a label. A service could name a model as it likes. */
const MODEL = /^[\w.:/@+-]{1,100}$/;
const MOST_MODELS = 20;
const NONE: readonly KaizenTokenSaving[] = Object.freeze([]);

/** The sizes that a response tells, if any. */
export function sizesOf(answer: object, redactor: Redactor): Sizes | undefined {
  const { stats, tokenStats } = answer as MeasuredAnswer;
  if (!stats) return undefined;
  const { originalBytes: jsonBytes, compressedBytes: ktofBytes } = stats;
  return { jsonBytes, ktofBytes, tokens: tokenStats ? savingsOf(tokenStats, redactor) : NONE };
}

function savingsOf(
  stats: Readonly<Record<string, MeasuredTokens>>,
  redactor: Redactor,
): readonly KaizenTokenSaving[] {
  const savings: KaizenTokenSaving[] = [];
  for (const name in stats) {
    if (savings.length === MOST_MODELS) break;
    const { original: before, compressed: after, method } = stats[name]!;
    const model = MODEL.test(name) ? redactor.word(name) : 'other';
    savings.push(Object.freeze({ model, before, after, exact: method === 'exact' }));
  }
  return savings.length === 0 ? NONE : Object.freeze(savings);
}
