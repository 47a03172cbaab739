import type { ProviderErrorKind } from '../../errors/provider.error.js';
import {
  listOf,
  milliseconds,
  type OptionTable,
  text,
  wholeNumber,
} from '../../options/option-rule.js';

/** One that a router may ask. */
export interface RouterTarget {
  /** A provider's name: `openai`, or a key of `openAiCompatible`. */
  provider: string;
  /** The model to ask there. Default: the provider's. */
  model?: string;
  /**
   * How long it may take to answer before the next one is asked, in milliseconds; a stream: until its first
   * text or call of a tool. Default: the router's `targetTimeoutMs`.
   */
  timeoutMs?: number;
  /** How often it is asked again before the next one is. Default: the provider's `maxRetries`. */
  maxRetries?: number;
}

/** Whom a router asks, and when it goes on to the next. */
export interface RouterOptions {
  /** In this order, each once: a name, or a name with its model. */
  order: readonly (string | RouterTarget)[];
  /**
   * After which failures the next one is asked. Default `rate-limit`, `overloaded`, `server`, `connection`,
   * `timeout`, `bad-response`, `incomplete-stream`; an abort never.
   */
  fallbackOn?: readonly ProviderErrorKind[];
  /** How long a call may take in all, in milliseconds. Default: the sum of what each target may. */
  timeoutMs?: number;
  /**
   * How long each target may take to answer before the next one is asked, in milliseconds; a stream: until its
   * first text or call of a tool. Default: what is left of `timeoutMs`, shared equally among those that are
   * left to ask; without it, the provider's `timeoutMs`.
   */
  targetTimeoutMs?: number;
}

/** Failures that another vendor may not have. */
const FALLBACK_ON: readonly ProviderErrorKind[] = [
  'rate-limit',
  'overloaded',
  'server',
  'connection',
  'timeout',
  'bad-response',
  'incomplete-stream',
];

const name = text('a name that is not empty', (value) => value.trim() !== '');

const TARGET_TABLE: OptionTable<RouterTarget> = {
  provider: name,
  model: name,
  timeoutMs: milliseconds(1),
  maxRetries: wholeNumber(0, 20),
};

/** What each of them accepts, and its default. */
export const ROUTER_OPTION_TABLE: OptionTable<RouterOptions> = {
  order: {
    ...listOf<string | RouterTarget>('a list of names, or of { provider, model }', isTarget),
    itemFields: TARGET_TABLE,
  },
  fallbackOn: listOf<ProviderErrorKind>(
    'a list of kinds of KaizenProviderError, without abort',
    (kind) => typeof kind === 'string' && kind !== 'abort',
    FALLBACK_ON,
  ),
  timeoutMs: milliseconds(1),
  targetTimeoutMs: milliseconds(1),
};

function isTarget(target: unknown): boolean {
  if (typeof target === 'string') return true;
  return typeof (target as { provider?: unknown } | null)?.provider === 'string';
}
