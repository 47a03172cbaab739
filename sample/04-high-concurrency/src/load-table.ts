import type { LoadResult } from './load.service.js';

/** A line of the table. */
export interface LoadRow extends LoadResult {
  readonly pool: string;
  /** How many connections the service saw. */
  readonly sockets: number;
}

const HEADINGS = [
  'pool',
  'calls',
  'answered',
  'refused',
  'sockets opened',
  'calls a second',
  'median',
  'slowest',
];

/** Lays results out as an aligned text table. */
export function loadTable(rows: readonly LoadRow[]): string {
  const cells = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  '),
  );
  return lines.toSpliced(1, 0, widths.map((width) => '-'.repeat(width)).join('  ')).join('\n');
}

function cellsOf({
  pool,
  calls,
  answered,
  refused,
  sockets,
  seconds,
  latencies,
}: LoadRow): string[] {
  const counts = [calls, answered, refused, sockets, answered / seconds];
  const middle = latencies[Math.floor(latencies.length / 2)] ?? 0;
  const times = [middle, latencies.at(-1) ?? 0];
  return [
    pool,
    ...counts.map((count) => count.toFixed(0)),
    ...times.map((time) => `${time.toFixed(0)} ms`),
  ];
}
