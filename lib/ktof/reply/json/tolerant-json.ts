import {
  type JsonArray,
  type JsonObject,
  type JsonValue,
  isContainer,
  setOwn,
} from '../../json-value.js';
import type { IssueLog } from '../issue-log.js';
import { beginsString, readLooseString } from './loose-string.js';
import { readLooseWord } from './loose-word.js';
import { TextCursor } from './text-cursor.js';

/** A key without quotes: a name, or a number as Python's dicts may have. */
const BARE_KEY = /(?:[A-Za-z_$][\w$]*|\d+)(?=\s*:)/y;

/**
 * Reads JSON with the slips of models: other quotes, comments, commas too many or missing, Python's
 * literals, keys without quotes, and an end that is cut off.
 *
 * What can be read in two ways throws `KaizenFormatError`.
 */
export function tolerantJson(text: string, maxDepth: number, log: IssueLog): JsonValue {
  const parser = new TolerantJsonParser(new TextCursor(text, log), maxDepth);
  return parser.document();
}

class TolerantJsonParser {
  /** True from where the text turned out to be cut off. */
  private isCut = false;

  constructor(
    private readonly cursor: TextCursor,
    private levels: number,
  ) {}

  document(): JsonValue {
    const value = this.value();
    const isNothing = value === undefined || this.isCutEmpty(value);
    if (isNothing || (this.isCut && !isContainer(value))) throw this.cursor.refuse();
    if (this.isCut) this.noteCut();
    else this.expectEnd();
    return value;
  }

  private noteCut(): void {
    const { log, text } = this.cursor;
    log.add('unterminated-bracket', text.length);
    log.truncated = true;
  }

  private expectEnd(): void {
    while ('}]'.includes(this.cursor.peek()) && !this.cursor.isAtEnd) {
      this.cursor.log.add('surplus-bracket', this.cursor.position++);
    }
    if (!this.cursor.isAtEnd) throw this.cursor.refuse();
  }

  /** One value; undefined where the text ends before it does. */
  private value(): JsonValue | undefined {
    const { cursor } = this;
    const character = cursor.peek();
    if (character === '') return this.cut();
    if (character === '{') return this.nested(() => this.object());
    if (character === '[') return this.nested(() => this.list(']'));
    if (character === '(') return this.nested(() => this.tuple());
    if (beginsString(character)) return this.string();
    const word = readLooseWord(cursor);
    return word === 'cut' ? this.cut() : word.value;
  }

  /** A bracket opened right before the cut says nothing yet. */
  private isCutEmpty(value: JsonValue): boolean {
    return this.isCut && isContainer(value) && Object.keys(value).length === 0;
  }

  private cut(): undefined {
    this.isCut = true;
    return undefined;
  }

  private nested<T>(read: () => T): T {
    if (this.levels-- <= 0) throw this.cursor.log.refuse('too-deep', this.cursor.position);
    this.cursor.position++;
    const result = read();
    this.levels++;
    return result;
  }

  private string(): string {
    const { value, cut } = readLooseString(this.cursor);
    this.isCut ||= cut;
    return value;
  }

  private object(): JsonObject {
    const object: JsonObject = {};
    while (!this.ends('}')) {
      this.member(object);
      if (!this.isCut) this.separator('}', beginsString(this.cursor.peek()));
    }
    return object;
  }

  private list(closer: string): JsonArray {
    const list: JsonArray = [];
    while (!this.ends(closer)) {
      const value = this.value();
      if (value !== undefined && !this.isCutEmpty(value)) list.push(value);
      if (!this.isCut)
        this.separator(closer, isContainer(value!) && '{['.includes(this.cursor.peek()));
    }
    return list;
  }

  /** Python writes `(1, 2)` and `(1,)`; `(1)` is a number in parentheses. */
  private tuple(): JsonArray {
    const start = this.cursor.position;
    this.cursor.log.add('python-literal', start);
    const list = this.list(')');
    const isOne = list.length === 1 && !this.isCut;
    if (isOne && !/,\s*\)$/.test(this.cursor.text.slice(start, this.cursor.position).slice(-20)))
      throw this.cursor.log.refuse('unreadable', start);
    return list;
  }

  private ends(closer: string): boolean {
    if (this.isCut) return true;
    if (this.cursor.peek() === '') this.isCut = true;
    return this.isCut || this.cursor.takes(closer);
  }

  /** Takes the comma between entries. A comma may be missing where the next entry is plain to see. */
  private separator(closer: string, isNextPlain: boolean): void {
    const { cursor } = this;
    const next = cursor.peek();
    if (next === closer || next === '') return;
    const place = cursor.position;
    if (cursor.takes(',')) {
      if (cursor.peek() === closer && closer !== ')') cursor.log.add('trailing-comma', place);
    } else if (isNextPlain) cursor.log.add('missing-comma', place);
    else throw cursor.refuse();
  }

  private member(object: JsonObject): void {
    const place = this.cursor.position;
    const key = this.key();
    if (this.isCut) return;
    if (!this.cursor.takes(':')) {
      if (this.cursor.peek() !== '') throw this.cursor.refuse();
      return void this.cut();
    }
    const value = this.value();
    if (value === undefined || this.isCutEmpty(value)) return;
    if (Object.hasOwn(object, key)) this.cursor.log.add('duplicate-key', place);
    setOwn(object, key, value);
  }

  private key(): string {
    const { cursor } = this;
    if (beginsString(cursor.peek())) return this.keyString();
    BARE_KEY.lastIndex = cursor.position;
    const name = BARE_KEY.exec(cursor.text)?.[0];
    if (name === undefined) return this.cutKey();
    cursor.log.add('unquoted-key', cursor.position);
    cursor.position += name.length;
    return name;
  }

  /** A key that is cut off is dropped, so an open quote in it is no string of the data. */
  private keyString(): string {
    const { issues } = this.cursor.log;
    const before = issues.length;
    const key = this.string();
    if (this.isCut) issues.length = before;
    return key;
  }

  private cutKey(): string {
    const { cursor } = this;
    if (!/^[\w$]+\s*$/.test(cursor.text.slice(cursor.position, cursor.position + 80)))
      throw cursor.refuse();
    if (cursor.position + 80 < cursor.text.length) throw cursor.refuse();
    this.isCut = true;
    return '';
  }
}
