import { percentSaved } from '../../contract/responses/percent-saved.js';
import type { ChatUsage, FinishReason } from '../../providers/chat/usage.js';
import type { CompressionReceipt } from '../../providers/compress/receipt.js';
import { amount } from '../output/table.js';
import { tellSavings } from '../output/tell-savings.js';
import { tell } from '../output/write.js';
import type { Turn } from './take-turn.js';

/** What a reply that ended otherwise than it should is warned of. */
const WARNINGS: Readonly<Partial<Record<FinishReason, string>>> = {
  length: 'The reply is cut off at the limit of its tokens. Give --max-tokens more.',
  'content-filter': "The vendor's filter ended the reply. Ask otherwise.",
};

/** Tells on standard error what a turn took: what was compressed, the vendor's tokens, the time. */
export function tellReceipt({ result, firstTokenMs, durationMs }: Turn): void {
  const { receipt, usage, provider, model, finishReason } = result;
  const warning = WARNINGS[finishReason];
  if (warning !== undefined) tell(`kaizen: warning: ${warning}`);
  tellSizes(receipt, model);
  tell(blocksOf(receipt));
  const first = firstTokenMs === undefined ? [] : [`first after ${amount(firstTokenMs)} ms`];
  const times = [...first, `all after ${amount(durationMs)} ms`];
  tell(`${provider}, ${model}: ${[...usageOf(usage), ...times].join(', ')}`);
}

function tellSizes({ bytes, tokens, savedPercent }: CompressionReceipt, model: string): void {
  tellSavings({
    stats: {
      originalBytes: bytes.before,
      compressedBytes: bytes.after,
      bytesSaved: bytes.before - bytes.after,
      savedPercent,
    },
    ...(tokens && {
      tokenStats: {
        [model]: {
          original: tokens.before,
          compressed: tokens.after,
          method: tokens.method,
          tokensSaved: tokens.before - tokens.after,
          savedPercent: percentSaved(tokens.before, tokens.after),
        },
      },
    }),
  });
}

function blocksOf({ encoded, skipped }: CompressionReceipt): string {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))].join(', ');
  const left =
    skipped.length > 0 ? `, ${amount(skipped.length)} left as they were (${reasons})` : '';
  return `blocks compressed: ${amount(encoded.length)}${left}`;
}

function usageOf(usage: ChatUsage = {}): string[] {
  const { inputTokens, cacheReadTokens, outputTokens, reasoningTokens } = usage;
  return [
    told(inputTokens, 'tokens in', cacheReadTokens, 'cached'),
    told(outputTokens, 'out', reasoningTokens, 'reasoning'),
  ].filter((each) => each !== '');
}

function told(count: number | undefined, what: string, part: number | undefined, of: string) {
  if (count === undefined) return '';
  return `${amount(count)} ${what}${part ? ` (${amount(part)} ${of})` : ''}`;
}
