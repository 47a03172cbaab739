import { type Passage, labelOf } from './passage.js';

/** A block between fences, and the lines it takes with its fences. */
export interface FencedBlock extends Passage {
  readonly startLine: number;
  readonly endLine: number;
}

const LANGUAGE = /^[ \t]*([\w+.#-]*)/;

/** The fenced blocks of a passage, in order. The last one may lack its closing fence. */
export function findFences(passage: Passage): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  const lines = passage.text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    if (!/[`~]{3}/.test(lines[index]!)) continue;
    const block = blockAt(lines, index, passage);
    if (block === undefined) continue;
    blocks.push(block);
    index = block.endLine - passage.firstLine;
  }
  return blocks;
}

function blockAt(lines: readonly string[], index: number, passage: Passage) {
  const line = lines[index]!;
  const indent = leadingBlanks(line);
  const fence = fenceAt(line, indent);
  if (fence.length < 3) return undefined;
  const info = line.slice(indent + fence.length).trimEnd();
  const language = LANGUAGE.exec(info)![1]!;
  if (!info.includes('`')) return blockFrom(lines, index, { indent, fence, language }, passage);
  return oneLineBlock(info, fence, language, passage.firstLine + index);
}

function fenceAt(line: string, start: number): string {
  const character = line[start];
  if (character !== '`' && character !== '~') return '';
  let end = start;
  while (line[end] === character) end++;
  return line.slice(start, end);
}

/** Some models write a whole block on the line of its fence. */
function oneLineBlock(info: string, fence: string, language: string, line: number) {
  const inner = info.slice(0, -fence.length);
  if (!info.endsWith(fence) || inner.includes('`')) return undefined;
  const text = inner.trimStart().slice(language.length);
  const place = { startLine: line, endLine: line, firstLine: line, indent: 0 };
  return { ...place, text, label: labelOf(language), open: false };
}

interface Opening {
  readonly indent: number;
  readonly fence: string;
  readonly language: string;
}

function blockFrom(
  lines: readonly string[],
  index: number,
  { indent, fence, language }: Opening,
  passage: Passage,
): FencedBlock {
  const end = closingLine(lines, index + 1, fence, indent);
  const isClosed = end < lines.length;
  const content = lines.slice(index + 1, end);
  if (!isClosed) dropHalfFence(content, fence);
  const cut = sharedIndent(content, indent);
  return {
    startLine: passage.firstLine + index,
    endLine: passage.firstLine + end,
    firstLine: passage.firstLine + index + 1,
    text: content.map((line) => line.slice(cut)).join('\n'),
    indent: cut,
    label: labelOf(language),
    open: !isClosed,
  };
}

function closingLine(lines: readonly string[], from: number, fence: string, indent: number) {
  for (let index = from; index < lines.length; index++) {
    if (closes(lines[index]!, fence, indent)) return index;
  }
  return lines.length;
}

function closes(line: string, fence: string, indent: number): boolean {
  if (!line.includes(fence)) return false;
  const text = line.trim();
  if (line.length - line.trimStart().length > indent + 3) return false;
  return text === fence[0]!.repeat(text.length);
}

/** A reply may end inside its closing fence. */
function dropHalfFence(content: string[], fence: string): void {
  const last = content.at(-1)?.trim();
  if (last === undefined || last === '' || content.length === 0) return;
  if (last === fence[0]!.repeat(last.length)) content[content.length - 1] = '';
}

/** A fence inside a list item stands indented with its content. */
function sharedIndent(content: readonly string[], most: number): number {
  const indents = content.filter((line) => line.trim() !== '').map(leadingBlanks);
  return indents.reduce((least, indent) => Math.min(least, indent), most);
}

function leadingBlanks(line: string): number {
  let count = 0;
  while (line[count] === ' ' || line[count] === '\t') count++;
  return count;
}
