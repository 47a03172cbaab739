import type { Saving } from './savings-report.service.js';

const HEADINGS = [
  'data set',
  'JSON tokens',
  'KTOF tokens',
  'saved',
  'JSON bytes',
  'KTOF bytes',
  'decodes back equal',
];

/** Lays savings out as an aligned text table. */
export function savingsTable(savings: readonly Saving[]): string {
  const rows = [HEADINGS, ...savings.map(cells)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const [headings, ...lines] = rows.map((row) => row.map(padTo(widths)).join('  '));
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [headings, rule, ...lines].join('\n');
}

function cells(saving: Saving): string[] {
  return [
    saving.name,
    grouped(saving.jsonTokens),
    grouped(saving.ktofTokens),
    `${saving.savedPercent.toFixed(1)} %`,
    grouped(saving.jsonBytes),
    grouped(saving.ktofBytes),
    saving.decodesBackEqual ? 'yes' : 'NO',
  ];
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** Text to the left, figures to the right. */
function padTo(widths: readonly number[]): (cell: string, column: number) => string {
  return (cell, column) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
}
