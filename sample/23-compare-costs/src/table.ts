import type { Comparison } from './compare.js';

const HEAD = ['prompt', 'JSON', 'KTOF', 'saved', 'cost before', 'cost after', 'counts agree'];

/** A line for each data set, in columns. Costs are those of a thousand calls. */
export function table(rows: readonly Comparison[]): string {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
        .join('  '),
    )
    .join('\n');
}

function cells({ name, before, after, costBefore, costAfter, isChecked }: Comparison): string[] {
  return [
    name,
    String(before),
    String(after),
    `${Math.round((1 - after / before) * 100)} %`,
    costBefore.toFixed(2),
    costAfter.toFixed(2),
    isChecked ? 'yes' : 'NO',
  ];
}
