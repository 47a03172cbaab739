import { type SourceLine } from '../../decode/source-line.js';
import { type JsonArray, type JsonObject, setOwn } from '../../json-value.js';
import { type IssueLog } from '../issue-log.js';
import { type TreeLine } from './line-tree.js';
import { type LooseCells } from './loose-cell.js';
import { type Piece, isMarkdownRule, markdownPieces } from './row-pieces.js';

/** Whether lines are a Markdown table and nothing else: names, a rule, rows. */
export function isMarkdownTable(lines: readonly TreeLine[]): boolean {
  const rule = lines[1]?.line.content ?? '';
  return isMarkdownRule(rule) && lines.every(({ line }) => line.content.includes('|'));
}

/** Reads a Markdown table. A row's empty cells mean that the keys are absent. */
export function markdownTable(
  lines: readonly SourceLine[],
  cells: LooseCells,
  log: IssueLog,
): JsonArray {
  const [names, , ...rows] = lines;
  const keys = markdownPieces(names!.content).map((piece) => piece.text);
  log.addAt('markdown-table', names!);
  const isClear = keys.every((key) => key !== '') && new Set(keys).size === keys.length;
  if (!isClear || rows.length === 0) throw log.refuseAt('unreadable', names!);
  return rows.map((line) => {
    const pieces = markdownPieces(line.content);
    if (pieces.length > keys.length) throw log.refuseAt('surplus-cells', line);
    return row(keys, pieces, line, cells, log);
  });
}

function row(
  keys: readonly string[],
  pieces: readonly Piece[],
  line: SourceLine,
  cells: LooseCells,
  log: IssueLog,
): JsonObject {
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
