import { countTokens } from '../tokens/count-tokens.js';
import type { Encoded } from './encoded.js';
import type { WireEnvelope } from './wire-envelope.js';

/** The documented `token_stats`: the tokens of what was sent and of what it became, by model. */
export async function countSavings(
  { original, text }: Encoded,
  models: readonly string[],
): Promise<WireEnvelope> {
  const before = original();
  const counted = models.map(
    async (model) => [model, await countFor(model, before, text)] as const,
  );
  return Object.fromEntries(await Promise.all(counted));
}

async function countFor(model: string, before: string, after: string): Promise<WireEnvelope> {
  const original = await countTokens(before, model);
  const compressed = await countTokens(after, model);
  const isExact = original.method === 'exact' && compressed.method === 'exact';
  return {
    original: original.tokens,
    compressed: compressed.tokens,
    method: isExact ? 'exact' : 'estimate',
    encoding: original.encoding,
  };
}
