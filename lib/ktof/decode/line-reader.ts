import { CARRIAGE_RETURN, HASH, SPACE, TAB, skipSpaces } from '../syntax/characters.js';
import type { ResolvedDecodeOptions } from '../decode-options.js';
import { holdsOuterLine } from './outer-line.js';
import { SourceLine } from './source-line.js';

/** A byte order mark, and a line `KTOF:` with nothing of its own below it. */
const PREFIX = /^\uFEFF?(?:KTOF: *\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?=[^\s#]))?/;

/** Reads a text line by line, skips blank lines and comments, and measures indents. */
export class LineReader {
  /**
   * True while rows are read whose first cell may be empty and is ended by a tab: a tab at the
   * start of a line is then a delimiter, not an indent.
   */
  tabsAreCells = false;
  private position: number;
  /** Where the content of the peeked line begins. */
  private contentStart = 0;
  private lineNumber: number;
  private blankLine = 0;
  private current: SourceLine | undefined;
  private unit: number;
  private readonly strict: boolean;

  constructor(
    private text: string,
    { indent, strict }: ResolvedDecodeOptions,
  ) {
    this.position = PREFIX.exec(text)![0].length;
    this.lineNumber = text.slice(0, this.position).split('\n').length - 1;
    this.unit = indent;
    this.strict = strict;
  }

  /** The next line, without taking it; undefined at the end. */
  peek(): SourceLine | undefined {
    while (this.current === undefined && this.position <= this.text.length) this.readLine();
    return this.current;
  }

  /** Takes the line that {@link peek} shows. */
  take(): void {
    this.current = undefined;
  }

  /** Takes all text from the peeked line on, as one line. */
  takeRest(first: SourceLine): SourceLine {
    const rest = this.text.slice(this.contentStart);
    this.take();
    this.position = this.text.length + 1;
    return new SourceLine(rest, first.number, first.indent, first.depth, 0);
  }

  /** Goes on with further lines behind those there are. */
  append(lines: string): void {
    const from = this.current ? this.contentStart : this.position;
    this.text = from > this.text.length ? lines : `${this.text.slice(from)}\n${lines}`;
    this.position = Math.max(0, this.position - from);
    this.contentStart = 0;
  }

  /** Whether, among the lines not looked at yet, one ends the block of a line with this indent. */
  endsBlock(indent: number): boolean {
    return holdsOuterLine(this.text, this.position, indent);
  }

  /** Whether every line there is has been taken. */
  get isRead(): boolean {
    return this.current === undefined && this.position > this.text.length;
  }

  /** How many lines there are so far, read or not. */
  get lineCount(): number {
    if (this.position > this.text.length) return this.lineNumber;
    return this.lineNumber + this.text.slice(this.position).split('\n').length;
  }

  private readLine(): void {
    const { text } = this;
    const start = this.position;
    const lineEnd = text.indexOf('\n', start);
    let end = lineEnd < 0 ? text.length : lineEnd;
    this.position = end + 1;
    this.lineNumber++;
    if (text.charCodeAt(end - 1) === CARRIAGE_RETURN && end > start) end--;
    while (end > start && text.charCodeAt(end - 1) === SPACE) end--;
    const contentStart = skipSpaces(text, start);
    if (contentStart >= end) this.blankLine ||= this.lineNumber;
    else this.readContent(start, contentStart, end);
  }

  private readContent(start: number, firstText: number, end: number): void {
    const isTabbed = this.text.charCodeAt(firstText) === TAB && !this.tabsAreCells;
    const contentStart = isTabbed ? this.skipTabs(firstText, end) : firstText;
    if (contentStart >= end) return void (this.blankLine ||= this.lineNumber);
    if (!isTabbed && this.text.charCodeAt(contentStart) === HASH) return;
    this.contentStart = contentStart;
    const content = this.text.slice(contentStart, end);
    const indent = contentStart - start;
    const depth = this.depthOf(indent, isTabbed ? this.countTabs(start, contentStart) : 0);
    const line = new SourceLine(content, this.lineNumber, indent, depth, this.blankLine);
    if (this.strict && indent % (this.unit || 1) > 0) throw this.unevenIndent(line);
    this.blankLine = 0;
    this.current = line;
  }

  /** The level of an indent. A tab counts as a level; only a reader that is not strict meets one. */
  private depthOf(indent: number, tabs: number): number {
    if (indent === 0) return 0;
    this.unit ||= indent;
    return Math.floor((indent - tabs) / this.unit) + tabs;
  }

  private countTabs(start: number, end: number): number {
    return this.text.slice(start, end).split('\t').length - 1;
  }

  /** Where the text behind an indent with tabs begins. */
  private skipTabs(firstTab: number, end: number): number {
    const line = new SourceLine('', this.lineNumber, firstTab - this.lineStart(firstTab), 0, 0);
    if (this.strict) throw line.error(0, 'A tab in the indent', 'spaces');
    let index = firstTab;
    while (index < end && isBlank(this.text.charCodeAt(index))) index++;
    return index;
  }

  private lineStart(offset: number): number {
    return offset === 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  private unevenIndent(line: SourceLine) {
    const reason = `An indent of ${line.indent} spaces, where a level has ${this.unit},`;
    return line.error(-line.indent, reason, `a multiple of ${this.unit} spaces`);
  }
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
