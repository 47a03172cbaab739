import type { Answer } from '../client/answer.js';
import { amount, percent, tableOf } from './table.js';
import { paintFor, widthOf } from './terminal.js';
import { tell } from './write.js';

/** Tells on standard error what an encode saved: a line for bytes, and one for each model's tokens. */
export function tellSavings({ stats, tokenStats = {} }: Answer): void {
  const rows = Object.entries(tokenStats).map(([model, tokens]) => {
    const about = tokens.method === 'estimate' ? '~' : '';
    const { original, compressed, savedPercent } = tokens;
    return [
      `tokens of ${model}`,
      about + amount(original),
      about + amount(compressed),
      percent(savedPercent),
    ];
  });
  if (stats) {
    const { originalBytes, compressedBytes, savedPercent } = stats;
    rows.unshift(['bytes', amount(originalBytes), amount(compressedBytes), percent(savedPercent)]);
  }
  if (rows.length === 0) return;
  const [head, ...lines] = tableOf(['', 'before', 'after', 'saved'], rows, widthOf(process.stderr));
  tell(paintFor(process.stderr)('dim', head!));
  for (const line of lines) tell(line);
}
