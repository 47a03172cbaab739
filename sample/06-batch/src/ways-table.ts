import type { WayResult } from './compare-ways.js';

const HEADINGS = ['way', 'prompts', 'time', 'prompts a second', 'times as fast', 'via', 'same'];

/** Lays results out as an aligned text table. The first row is what the others are compared with. */
export function waysTable(results: readonly WayResult[]): string {
  const slowest = results[0]?.milliseconds ?? 0;
  const rows = [HEADINGS, ...results.map((result) => cellsOf(result, slowest))];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  '),
  );
  return lines.toSpliced(1, 0, widths.map((width) => '-'.repeat(width)).join('  ')).join('\n');
}

function cellsOf({ way, prompts, milliseconds, via, isSame }: WayResult, slowest: number) {
  return [
    way,
    String(prompts),
    `${milliseconds.toFixed(0)} ms`,
    ((1000 * prompts) / milliseconds).toFixed(0),
    (slowest / milliseconds).toFixed(1),
    via ?? 'calls',
    isSame ? 'yes' : 'NO',
  ];
}
