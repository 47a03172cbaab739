import { columnsOf, cutTo } from './terminal.js';

/** A table in lines of text. Columns of figures go to the right; the first one is cut to make it fit. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => columnsOf(row[column]!))));
  const others = widths.slice(1).reduce((sum, each) => sum + each + 2, 0);
  widths[0] = Math.max(8, Math.min(widths[0]!, width - others));
  return all.map((row) =>
    row
      .map((cell, column) => align(cell, column, widths))
      .join('  ')
      .trimEnd(),
  );
}

function align(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column]!;
  const text = column === 0 ? cutTo(cell, width) : cell;
  const gap = ' '.repeat(Math.max(0, width - columnsOf(text)));
  return column === 0 ? text + gap : gap + text;
}

/** A number with commas between the thousands, as in all of this package's tables. */
export function amount(value: number): string {
  return value.toLocaleString('en-US');
}

/** A share in per cent, with one decimal. */
export function percent(value: number): string {
  return `${value.toFixed(1)} %`;
}
