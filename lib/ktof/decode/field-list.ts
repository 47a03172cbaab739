import { MAX_FIELD_NESTING } from '../limits.js';
import {
  BACKSLASH,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_OPEN,
  PAREN_CLOSE,
  PAREN_OPEN,
  QUESTION,
  QUOTE,
  skipSpaces,
  trimSpaces,
} from '../syntax/characters.js';
import { readQuoted } from './quoted.js';
import type { SourceLine } from './source-line.js';

/** A column of a header as it was read. For the shapes see the encoder's `ColumnShape`. */
export interface Field {
  readonly name: string;
  readonly shape: 'value' | 'group' | 'tuple' | 'tuples';
  readonly optional: boolean;
  readonly fields: readonly Field[];
}

const DELIMITERS = [',', '\t', '|'];

/** Reads a field list: `{id,name?,address{city,zip},items[](sku,qty)}`. */
export class FieldListParser {
  /** Where reading goes on. */
  position = 0;

  constructor(
    private readonly line: SourceLine,
    private readonly delimiter: string,
    private readonly strict: boolean,
  ) {}

  /** Reads the list whose opening brace or parenthesis stands at `start`. */
  parse(start: number, nesting = 0): Field[] {
    if (nesting > MAX_FIELD_NESTING)
      throw this.error(start, 'Too many nested fields', 'fewer levels');
    const close = this.code(start) === BRACE_OPEN ? BRACE_CLOSE : PAREN_CLOSE;
    const fields: Field[] = [];
    this.position = start;
    do {
      this.position++;
      fields.push(this.field(nesting));
    } while (this.line.content[this.position] === this.delimiter);
    if (this.code(this.position) !== close) throw this.unexpected(close);
    this.position++;
    if (this.strict) this.refuseDuplicates(fields, start);
    return fields;
  }

  private field(nesting: number): Field {
    const name = this.name(nesting);
    const shape = this.shape();
    const fields = shape === 'value' ? [] : this.parse(this.position, nesting + 1);
    const optional = this.code(this.position) === QUESTION;
    if (optional) this.position++;
    this.position = skipSpaces(this.line.content, this.position);
    return { name, shape, optional, fields };
  }

  private shape(): Field['shape'] {
    const code = this.code(this.position);
    if (code === BRACE_OPEN) return 'group';
    if (code === PAREN_OPEN) return 'tuple';
    if (!this.line.content.startsWith('[](', this.position)) return 'value';
    this.position += 2;
    return 'tuples';
  }

  private name(nesting: number): string {
    this.position = skipSpaces(this.line.content, this.position);
    return this.code(this.position) === QUOTE ? this.quotedName() : this.bareName(nesting);
  }

  private quotedName(): string {
    const { value, end } = readQuoted(this.line, this.position);
    this.position = end;
    return value;
  }

  /** A bare name ends at a delimiter or a bracket; quoted stretches inside it are skipped. */
  private bareName(nesting: number): string {
    const { content } = this.line;
    const start = this.position;
    let quoted = false;
    for (; this.position < content.length; this.position++) {
      const code = this.code(this.position);
      if (code === QUOTE) quoted = !quoted;
      else if (quoted && code === BACKSLASH) this.position++;
      else if (!quoted && this.endsName(code, nesting)) break;
    }
    const raw = content.slice(start, this.position);
    const name = trimSpaces(raw);
    if (name === '') throw this.error(start, 'An empty field name', 'a name');
    // Spaces are fine before a delimiter, but not between a name and its own fields.
    if (raw.length > name.length && this.shapeFollows()) {
      throw this.error(
        this.position,
        'A space before nested fields',
        'the fields right after the name',
      );
    }
    return name;
  }

  private endsName(code: number, nesting: number): boolean {
    if (code === BRACE_OPEN || code === BRACE_CLOSE || code === PAREN_OPEN) return true;
    if (code === PAREN_CLOSE) return nesting > 0;
    if (code === BRACKET_OPEN) return this.line.content.startsWith('[](', this.position);
    if (code === QUESTION) return this.endsField(this.position + 1);
    const character = String.fromCharCode(code);
    if (character === this.delimiter) return true;
    if (!DELIMITERS.includes(character)) return false;
    throw this.error(
      this.position,
      'Another delimiter than the header declares',
      'the declared one',
    );
  }

  /** A `?` marks an optional column only at the end of its field. */
  private endsField(position: number): boolean {
    const next = skipSpaces(this.line.content, position);
    const code = this.code(next);
    const isEnd = code === BRACE_CLOSE || code === PAREN_CLOSE;
    return isEnd || this.line.content[next] === this.delimiter;
  }

  private shapeFollows(): boolean {
    const code = this.code(this.position);
    return code === BRACE_OPEN || code === PAREN_OPEN || code === BRACKET_OPEN;
  }

  private refuseDuplicates(fields: readonly Field[], start: number): void {
    if (new Set(fields.map((field) => field.name)).size === fields.length) return;
    throw this.error(start, 'Two fields of the same name', 'each name once');
  }

  private code(position: number): number {
    return this.line.content.charCodeAt(position);
  }

  private unexpected(close: number) {
    const expected = `the delimiter or "${String.fromCharCode(close)}"`;
    return this.error(this.position, 'An unfinished field list', expected);
  }

  private error(offset: number, reason: string, expected: string) {
    return this.line.error(offset, reason, expected);
  }
}
