import { BRACE_OPEN, BRACKET_OPEN, COLON } from '../syntax/characters.js';
import { type Field, FieldListParser } from './field-list.js';
import { type SourceLine } from './source-line.js';

/** An array header: `[2]`, `[#2]`, `[2|]`, `[2]{id,name}` or `[2:]{id,name}`, up to its colon. */
export interface ArrayHeader {
  readonly length: number;
  readonly delimiter: string;
  /** True for an object of uniform objects, one row per entry. */
  readonly keyed: boolean;
  /** The columns of a table, or undefined. */
  readonly fields: readonly Field[] | undefined;
  /** Where the text behind the colon begins. */
  readonly end: number;
}

const LENGTH = /#?(0|[1-9]\d*)(:?)([\t|]?)\]/y;
const HEADER_START = /^\[#?\d+:?[\t|]?\][:{]/;

/** Whether a text that begins with `[` is an array header, and not a list in brackets. */
export function looksLikeHeader(content: string): boolean {
  return content.charCodeAt(0) === BRACKET_OPEN && HEADER_START.test(content);
}

/** Reads the header whose `[` stands at `start`. */
export function parseHeader(line: SourceLine, start: number, strict: boolean): ArrayHeader {
  const { content } = line;
  LENGTH.lastIndex = start + 1;
  const match = LENGTH.exec(content);
  if (!match) throw line.error(start + 1, 'A bad array length', 'a count in brackets, such as [3]');
  const delimiter = match[3] === '' ? ',' : match[3]!;
  const keyed = match[2] === ':';
  let end = LENGTH.lastIndex;
  let fields: readonly Field[] | undefined;
  if (content.charCodeAt(end) === BRACE_OPEN) {
    const parser = new FieldListParser(line, delimiter, strict);
    fields = parser.parse(end);
    end = parser.position;
  } else if (keyed)
    throw line.error(end, 'A keyed table without fields', 'a field list, such as {id,name}');
  if (content.charCodeAt(end) !== COLON) throw line.error(end, 'A header without its colon', '":"');
  return { length: Number(match[1]), delimiter, keyed, fields, end: end + 1 };
}
