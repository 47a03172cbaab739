import type { Comparison } from './compare.js';

const HEADINGS = ['text', 'actual', 'estimate', 'off', 'in range', 'characters / 4 off'];

/** Lays comparisons out as an aligned text table, and tells where the estimate goes wrong most. */
export function reportOf(name: string, comparisons: readonly Comparison[]): string {
  const rows = [HEADINGS, ...comparisons.map(cells)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const [headings, ...lines] = rows.map((row) => row.map(padTo(widths)).join('  '));
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [name, headings, rule, ...lines, ...worstLine(comparisons)].join('\n');
}

function cells(comparison: Comparison): string[] {
  return [
    comparison.kind,
    comparison.actual.toLocaleString('en-US'),
    comparison.estimate.toLocaleString('en-US'),
    percent(comparison.offPercent),
    comparison.inRange ? 'yes' : 'NO',
    percent(comparison.ruleOffPercent),
  ];
}

function worstLine(comparisons: readonly Comparison[]): string[] {
  const [worst] = comparisons.toSorted((a, b) => Math.abs(b.offPercent) - Math.abs(a.offPercent));
  if (!worst) return [];
  return [`Furthest off on ${worst.kind}, by ${percent(worst.offPercent)}. ${worst.why}`];
}

function percent(value: number): string {
  const rounded = Math.round(value);
  return `${rounded < 0 ? '-' : '+'}${Math.abs(rounded)} %`;
}

/** Text to the left, figures to the right. */
function padTo(widths: readonly number[]): (cell: string, column: number) => string {
  return (cell, column) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
}
