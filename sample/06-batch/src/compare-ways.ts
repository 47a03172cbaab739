import { type KaizenBatchPath, type KaizenService, withKaizen } from 'nestjs-kaizen';
import { isDeepStrictEqual } from 'node:util';
import { type Encoded, type Way, WAYS } from './ways.js';

/** What one way came to. */
export interface WayResult {
  readonly way: string;
  readonly prompts: number;
  readonly milliseconds: number;
  readonly via: KaizenBatchPath | undefined;
  /** Whether it answered what the first way did. */
  readonly isSame: boolean;
}

/** A short run before the one that counts, which pays for connections and the compiler. */
const WARM_UP = 100;

/** Has the server encode the same prompts in every way, one after the other. */
export function compareWays(baseUrl: string, prompts: readonly object[]): Promise<WayResult[]> {
  return withKaizen({ baseUrl, timeoutMs: 60_000 }, async (kaizen) => {
    for (const way of WAYS) await way.encode(kaizen, prompts.slice(0, WARM_UP));
    const results: WayResult[] = [];
    let first: Encoded | undefined;
    for (const way of WAYS) {
      const { encoded, milliseconds } = await timed(way, kaizen, prompts);
      first ??= encoded;
      const isSame = isDeepStrictEqual(encoded.texts, first.texts);
      const { texts, via } = encoded;
      results.push({ way: way.name, prompts: texts.length, milliseconds, via, isSame });
    }
    return results;
  });
}

async function timed(way: Way, kaizen: KaizenService, prompts: readonly object[]) {
  const started = performance.now();
  const encoded = await way.encode(kaizen, prompts);
  return { encoded, milliseconds: performance.now() - started };
}
