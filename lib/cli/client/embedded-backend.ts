import { percentSaved } from '../../contract/responses/percent-saved.js';
import type { KaizenOperation } from '../../contract/operations.js';
import type { KaizenRequests } from '../../contract/types.js';
import { createEngine, type KaizenEngine } from '../../engine/engine.js';
import type { WireEnvelope } from '../../engine/wire-envelope.js';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import type { Answer, AnswerStats, AnswerTokens } from './answer.js';
import type { Backend, ItemOutcome } from './backend.js';
import { engineOptions } from './engine-options.js';

/** After so long others have their turn: signals, writes. */
const TURN_MS = 20;

/**
 * The engine itself, without the client around it: that one loads Nest, axios and the validation of
 * classes, and takes three times as long to be there as all of an encode here.
 */
export class EmbeddedBackend implements Backend {
  readonly kind = 'embedded';
  readonly #engine: KaizenEngine;

  constructor(options: ResolvedKaizenOptions) {
    this.#engine = createEngine(engineOptions(options));
  }

  async execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
  ): Promise<Answer> {
    return answerOf(await this.#engine.execute(operation, request));
  }

  async encodeAll(requests: readonly KaizenRequests['promptsEncode'][]): Promise<ItemOutcome[]> {
    const outcomes: ItemOutcome[] = [];
    let turnEnds = performance.now() + TURN_MS;
    for (const request of requests) {
      outcomes.push(await this.#encode(request));
      if (performance.now() < turnEnds) continue;
      await new Promise(setImmediate);
      turnEnds = performance.now() + TURN_MS;
    }
    return outcomes;
  }

  async close(): Promise<void> {
    // It holds nothing.
  }

  async #encode(request: KaizenRequests['promptsEncode']): Promise<ItemOutcome> {
    try {
      return { answer: await this.execute('promptsEncode', request) };
    } catch (error) {
      return { error: error as Error };
    }
  }
}

function answerOf(body: WireEnvelope): Answer {
  const { status, operation, result, stats, token_stats, messages, meta } = body as WireEnvelope &
    WireAnswer;
  return {
    status,
    operation,
    result,
    ...(stats && { stats: statsOf(stats) }),
    ...(token_stats && { tokenStats: tokensOf(token_stats) }),
    ...(messages !== undefined && { messages }),
    ...(meta && { meta }),
    servedBy: 'embedded',
  };
}

/** What the engine puts on the wire. */
interface WireAnswer {
  readonly status: string;
  readonly operation: string;
  readonly result?: unknown;
  readonly stats?: { readonly original_bytes: number; readonly compressed_bytes: number };
  readonly token_stats?: Readonly<Record<string, WireTokens>>;
  readonly messages?: unknown;
  readonly meta?: Readonly<Record<string, unknown>>;
}

type WireTokens = Omit<AnswerTokens, 'tokensSaved' | 'savedPercent'>;

function statsOf({
  original_bytes: originalBytes,
  compressed_bytes: compressedBytes,
}: {
  readonly original_bytes: number;
  readonly compressed_bytes: number;
}): AnswerStats {
  const bytesSaved = originalBytes - compressedBytes;
  const savedPercent = percentSaved(originalBytes, compressedBytes);
  return { originalBytes, compressedBytes, bytesSaved, savedPercent };
}

function tokensOf(wire: Readonly<Record<string, WireTokens>>): Record<string, AnswerTokens> {
  const entries = Object.entries(wire).map(([model, tokens]) => {
    const { original, compressed } = tokens;
    const savedPercent = percentSaved(original, compressed);
    return [model, { ...tokens, tokensSaved: original - compressed, savedPercent }] as const;
  });
  return Object.fromEntries(entries);
}
