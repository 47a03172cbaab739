import { countTokens } from '../tokens/count-tokens.js';
import { type Encoded } from './encoder.js';
import { type WireEnvelope } from './wire-envelope.js';

/** The documented `token_stats`: the tokens of compact JSON and of the KTOF, for each model. */
export async function countSavings(
  { json, text }: Encoded,
  models: readonly string[] | null | undefined,
): Promise<WireEnvelope | undefined> {
  if (!models || models.length === 0) return undefined;
  const counted = models.map(async (model) => [model, await countFor(model, json, text)] as const);
  return Object.fromEntries(await Promise.all(counted));
}

async function countFor(model: string, json: string, text: string): Promise<WireEnvelope> {
  const original = await countTokens(json, model);
  const compressed = await countTokens(text, model);
  const isExact = original.method === 'exact' && compressed.method === 'exact';
  return {
    original: original.tokens,
    compressed: compressed.tokens,
    method: isExact ? 'exact' : 'estimate',
    encoding: original.encoding,
  };
}
