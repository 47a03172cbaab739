import {
  type JsonArray,
  type JsonObject,
  type JsonPrimitive,
  type JsonValue,
  setOwn,
} from '../json-value.js';
import {
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  COLON,
  COMMA,
  PAREN_CLOSE,
  PAREN_OPEN,
  QUOTE,
  skipJsonBlanks,
  trimSpaces,
} from '../syntax/characters.js';
import { endsBareWord } from '../syntax/quoting.js';
import { parseBareScalar } from '../syntax/scalars.js';
import type { Field } from './field-list.js';
import { closingQuote } from './quoted.js';
import type { SourceLine } from './source-line.js';

/**
 * Reads values in brackets: JSON, with bare words as strings, and `(…)` where a header declares it.
 *
 * Recursion ends at the depth limit.
 */
export class BracketParser {
  /** Where reading goes on. */
  position: number;
  private readonly content: string;

  /** @param levels How many more arrays and objects may stand inside each other. */
  constructor(
    private readonly line: SourceLine,
    start: number,
    public levels: number,
  ) {
    this.position = start;
    this.content = line.content;
  }

  /** Reads one value; with a field, `(…)` is an object of its fields. */
  value(field?: Field): JsonValue {
    const code = this.skipBlanks();
    if (code === BRACKET_OPEN) return this.list(field?.shape === 'tuples' ? field : undefined);
    if (code === BRACE_OPEN) return this.object();
    if (code === PAREN_OPEN && field?.shape === 'tuple') return this.tuple(field);
    return code === QUOTE ? this.quoted() : this.bareWord();
  }

  private list(tuples: Field | undefined): JsonArray {
    this.open();
    const list: JsonArray = [];
    if (this.skipBlanks() !== BRACKET_CLOSE) {
      do list.push(this.item(tuples));
      while (this.takes(COMMA));
    }
    this.close(BRACKET_CLOSE);
    return list;
  }

  private item(tuples: Field | undefined): JsonValue {
    if (tuples === undefined) return this.value();
    if (this.skipBlanks() === PAREN_OPEN) return this.tuple(tuples);
    throw this.error('A value in a list of tuples', 'a tuple in parentheses');
  }

  private object(): JsonObject {
    this.open();
    const object: JsonObject = {};
    if (this.skipBlanks() !== BRACE_CLOSE) {
      do this.member(object);
      while (this.takes(COMMA));
    }
    this.close(BRACE_CLOSE);
    return object;
  }

  private member(object: JsonObject): void {
    const key = this.key();
    setOwn(object, key, this.value());
  }

  /** Reads a key of an object and the colon behind it. */
  key(): string {
    const isQuoted = this.skipBlanks() === QUOTE;
    const key = isQuoted ? this.quoted() : this.word();
    if (this.takes(COLON)) return key;
    throw this.error('A key without its colon', '":"');
  }

  /** An object by the fields of a header; an empty slot means that the key is absent. */
  private tuple({ fields }: Field): JsonObject {
    this.open();
    const object: JsonObject = {};
    fields.forEach((field, index) => {
      if (index > 0 && !this.takes(COMMA)) throw this.error('A tuple with too few values', '","');
      this.slot(object, field);
    });
    this.close(PAREN_CLOSE);
    return object;
  }

  private slot(object: JsonObject, field: Field): void {
    const code = this.skipBlanks();
    const isEmpty = code === COMMA || code === PAREN_CLOSE;
    if (isEmpty && field.optional) return;
    setOwn(object, field.name, this.value(field));
  }

  private quoted(): string {
    const start = this.position;
    const close = closingQuote(this.content, start);
    if (close < 0) throw this.error('An unterminated string', 'a closing quote');
    this.position = close + 1;
    const raw = this.content.slice(start, close + 1);
    return this.jsonString(raw, start);
  }

  private jsonString(raw: string, start: number): string {
    try {
      return JSON.parse(raw) as string;
    } catch (cause) {
      this.position = start;
      throw this.error('A bad string', 'a JSON string', cause);
    }
  }

  private bareWord(): JsonPrimitive {
    return parseBareScalar(this.word());
  }

  private word(): string {
    const { content } = this;
    const start = this.position;
    while (this.position < content.length && !endsBareWord(content.charCodeAt(this.position))) {
      this.position++;
    }
    const word = trimSpaces(content.slice(start, this.position));
    if (word === '') throw this.error('A missing value', 'a value');
    return word;
  }

  /** Steps into the array or object that opens here. */
  open(): void {
    if (this.levels-- <= 0)
      throw this.error('Too many levels', 'fewer levels, or a higher `maxDepth`');
    this.position++;
  }

  /** Steps out of it: its closing bracket must stand here. */
  close(code: number): void {
    if (!this.takes(code)) {
      throw this.error('An unfinished value in brackets', `"," or "${String.fromCharCode(code)}"`);
    }
    this.levels++;
  }

  /** Whether this character comes next; if so, it is read. */
  takes(code: number): boolean {
    if (this.skipBlanks() !== code) return false;
    this.position++;
    return true;
  }

  /** Skips what JSON takes for white space, and shows the code unit behind it: NaN at the end. */
  skipBlanks(): number {
    this.position = skipJsonBlanks(this.content, this.position);
    return this.content.charCodeAt(this.position);
  }

  private error(reason: string, expected: string, cause?: unknown) {
    return this.line.error(this.position, reason, expected, cause);
  }
}
