import { SourceLine } from '../../decode/source-line.js';
import type { IssueLog } from '../issue-log.js';
import type { Passage } from '../passage.js';
import { SAYS_MORE } from '../says-more.js';

/** A line and the lines that stand deeper below it, whatever the indents are. */
export interface TreeLine {
  readonly line: SourceLine;
  readonly children: TreeLine[];
  /** True for `- …`: its first child is then what stands behind the hyphen. */
  readonly isItem: boolean;
}

/** A tab reaches to the next multiple of this many columns. */
const TAB_WIDTH = 4;
const INDENT = /^[ \t\u00a0\u2000-\u200a\u202f\u3000]*/;
const ELLIPSIS_LINE =
  /^[([]?(?:\.\.\.|…)|^[([][^()[\]]*\b(?:more|remaining|omitted)\b[^()[\]]*[)\]]$/;
/** More hyphens in a row than this are no list. */
const MOST_HYPHENS = 8;
/** Twice the most levels a value may have: a list item takes a hyphen's level and one of its own. */
const MOST_LEVELS = 1000;

/** Reads the lines of a passage into a tree. Blank lines and comments are left out. */
export function lineTree(passage: Passage, log: IssueLog): TreeLine[] {
  return new TreeBuilder(passage, log).build();
}

class TreeBuilder {
  private readonly roots: TreeLine[] = [];
  /** The lines that may still get children, with their indents. */
  private readonly open: { node: TreeLine; width: number }[] = [];
  private blankLine = 0;
  private unit = 0;

  constructor(
    private readonly passage: Passage,
    private readonly log: IssueLog,
  ) {}

  build(): TreeLine[] {
    this.passage.text.split('\n').forEach((raw, index) => this.read(raw.trimEnd(), index));
    return this.roots;
  }

  private read(raw: string, index: number): void {
    const blanks = INDENT.exec(raw)![0];
    const number = this.passage.firstLine + index;
    if (blanks.length === raw.length) return void (this.blankLine = number);
    const indent = blanks.length + this.passage.indent;
    const content = unadorned(raw.slice(blanks.length));
    const line = new SourceLine(content, number, indent, 0, this.blankLine);
    if (this.isRemark(line)) return;
    this.blankLine = 0;
    this.checkIndent(blanks, line);
    this.add(line, widthOf(blanks));
  }

  /** Comments are skipped, unless they stand for what was left out. */
  private isRemark(line: SourceLine): boolean {
    const { content } = line;
    const isComment = content.startsWith('#') || content.startsWith('// ');
    const standsForMore = isComment ? SAYS_MORE : ELLIPSIS_LINE;
    if (standsForMore.test(content)) throw this.log.refuseAt('ellipsis', line);
    if (!isComment) return false;
    const isHeading = this.passage.label === 'reply';
    if (isHeading) this.log.addAt('surrounding-text', line);
    else if (content.startsWith('//')) this.log.addAt('comment', line);
    return true;
  }

  private checkIndent(blanks: string, line: SourceLine): void {
    if (blanks === '') return;
    this.unit ||= blanks.length;
    const isEven = /^ *$/.test(blanks) && blanks.length % this.unit === 0;
    if (!isEven) this.log.addAt('indent', line, -line.indent);
  }

  private add(line: SourceLine, width: number): void {
    let rest = line;
    let column = width;
    for (let hyphens = 0; hyphens < MOST_HYPHENS && isHyphen(rest.content); hyphens++) {
      this.push({ line: rest, children: [], isItem: true }, column);
      if (rest.content === '-') return;
      const offset = rest.content.length - rest.content.slice(1).trimStart().length;
      rest = rest.from(offset);
      column += offset;
    }
    this.push({ line: rest, children: [], isItem: false }, column);
  }

  private push(node: TreeLine, width: number): void {
    while (this.open.length > 0 && this.open.at(-1)!.width >= width) this.open.pop();
    if (this.open.length >= MOST_LEVELS) throw this.log.refuseAt('too-deep', node.line);
    const parent = this.open.at(-1)?.node;
    (parent?.children ?? this.roots).push(node);
    this.open.push({ node, width });
  }
}

/** Bold marks around a whole header are Markdown. */
function unadorned(content: string): string {
  return /^\*\*[^*]+:\*\*$/.test(content) ? content.slice(2, -2) : content;
}

function isHyphen(content: string): boolean {
  return content === '-' || content.startsWith('- ');
}

function widthOf(blanks: string): number {
  let width = 0;
  for (const blank of blanks) width += blank === '\t' ? TAB_WIDTH - (width % TAB_WIDTH) : 1;
  return width;
}
