import type { ChatUsage } from '../chat/usage.js';

const FIELDS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'reasoningTokens',
] as const;

/** The usage of two requests together. */
export function addUsage(
  one: ChatUsage | undefined,
  other: ChatUsage | undefined,
): ChatUsage | undefined {
  if (!one || !other) return one ?? other;
  const sums = FIELDS.map((field) => [field, one[field], other[field]] as const)
    .filter(([, a, b]) => a !== undefined || b !== undefined)
    .map(([field, a = 0, b = 0]) => [field, a + b]);
  return Object.fromEntries(sums) as ChatUsage;
}
