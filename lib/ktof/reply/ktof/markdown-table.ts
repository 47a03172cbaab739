import type { SourceLine } from '../../decode/source-line.js';
import { type JsonArray, type JsonObject, setOwn } from '../../json-value.js';
import type { TreeLine } from './line-tree.js';
import { isMarkdownRule, markdownPieces } from './row-pieces.js';
import type { TableTools } from './table-tools.js';

/** Whether lines are a Markdown table and nothing else: names, a rule, rows. */
export function isMarkdownTable(lines: readonly TreeLine[]): boolean {
  const rule = lines[1]?.line.content ?? '';
  return isMarkdownRule(rule) && lines.every(({ line }) => line.content.includes('|'));
}

/** Reads a Markdown table. A row's empty cells mean that the keys are absent. */
export function markdownTable(lines: readonly SourceLine[], tools: TableTools): JsonArray {
  const { log } = tools;
  const [names, , ...rows] = withoutCutRow(lines, tools);
  const keys = markdownPieces(names!.content).map((piece) => piece.text);
  log.addAt('markdown-table', names!);
  const isClear = keys.every((key) => key !== '') && new Set(keys).size === keys.length;
  if (!isClear || rows.length === 0) throw log.refuseAt('unreadable', names!);
  return rows.map((line) => row(keys, line, tools));
}

/** Rows without a last one that lacks the pipe at its end, where the others have it. */
export function withoutCutRow(
  lines: readonly SourceLine[],
  { log, mayBeCut }: TableTools,
): readonly SourceLine[] {
  const last = lines.at(-1)!;
  const isCut = mayBeCut(last) && isPiped(lines[0]!) && !last.content.endsWith('|');
  if (!isCut || lines.length === 1) return lines;
  log.truncated = true;
  log.addAt('unfinished-row', last);
  return lines.slice(0, -1);
}

/** Whether a row has pipes at both ends. */
export function isPiped({ content }: SourceLine): boolean {
  return content.length > 1 && content.startsWith('|') && content.endsWith('|');
}

function row(keys: readonly string[], line: SourceLine, { cells, log }: TableTools): JsonObject {
  const pieces = markdownPieces(line.content);
  if (pieces.length > keys.length) throw log.refuseAt('surplus-cells', line);
  const object: JsonObject = {};
  keys.forEach((key, column) => {
    const piece = pieces[column];
    if (piece && /^(?:\.\.\.|…)$/.test(piece.text)) throw log.refuseAt('ellipsis', line);
    const value = piece && cells.read(piece.text, line, piece.start);
    if (value === undefined) log.addAt('missing-cells', line);
    else setOwn(object, key, value);
  });
  return object;
}
