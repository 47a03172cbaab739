/**
 * Lays cells out in columns: the first to the left, the others to the right, two blanks apart.
 * @param {string[][]} lines an empty line stays empty
 */
export function align(lines) {
  const columns = Math.max(...lines.map((line) => line.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...lines.map((line) => line[at]?.length ?? 0)),
  );
  const pad = (cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]));
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}
