import { type Field, FieldListParser } from '../../decode/field-list.js';
import { closingQuote, readQuoted } from '../../decode/quoted.js';
import { SourceLine } from '../../decode/source-line.js';
import { KaizenFormatError } from '../../../errors/format.error.js';
import { closingBracket } from '../closing-bracket.js';
import type { IssueLog } from '../issue-log.js';

/** An array header, with what may be wrong about it. */
export interface LooseHeader {
  readonly key: string;
  /** Undefined where the header does not say. */
  readonly count: number | undefined;
  readonly keyed: boolean;
  /** The delimiters its entries may have: the declared one, then that of its fields. */
  readonly delimiters: readonly string[];
  readonly fields: readonly Field[] | undefined;
  /** Where the text behind the colon begins. */
  readonly end: number;
}

/** The parts of a header as they stand on a line. */
interface Parts {
  readonly key: string;
  /** What stands in the square brackets, or undefined. */
  readonly length: string | undefined;
  /** The field list with its braces, and where it begins. */
  readonly fields: string | undefined;
  readonly fieldsAt: number;
  readonly hasColon: boolean;
  readonly hasSpaces: boolean;
  readonly end: number;
}

const LENGTH = /^ *#? *(\d+|[?*nNxX]|) *(:?) *([,\t|;]?) *$/;
const LONGEST_LENGTH = 24;
const DELIMITERS = [',', '|', '\t', ';'];

/**
 * Reads `users[2]{id,name}:` however loosely it is written: without a count or a colon, with spaces, with
 * another delimiter among its fields. Undefined for a line that is no header.
 */
export function looseHeader(line: SourceLine, log: IssueLog): LooseHeader | undefined {
  const parts = headerParts(line.content);
  if (parts === undefined || !isHeader(parts, line)) return undefined;
  const length = LENGTH.exec(parts.length ?? '');
  if (!length) return undefined;
  const count = /^\d+$/.test(length[1]!) ? Number(length[1]) : undefined;
  const declared = length[3]! || ',';
  const fields = parts.fields === undefined ? undefined : fieldsOf(parts, line, declared);
  if (parts.fields !== undefined && fields === undefined) return undefined;
  note(parts, count, line, log);
  const delimiters = [...new Set([declared, fields?.delimiter ?? declared])];
  const keyed = length[2] === ':';
  return { key: parts.key, count, keyed, delimiters, fields: fields?.fields, end: parts.end };
}

function isHeader({ length, fields, ...parts }: Parts, { content }: SourceLine): boolean {
  const { hasColon, hasSpaces, key, end } = parts;
  const isTable = fields !== undefined;
  if (!isTable && hasSpaces) return false;
  if (length === undefined) return isTable && hasColon && end >= content.length;
  return hasColon || (isTable && key !== '' && end >= content.length);
}

function note(parts: Parts, count: number | undefined, line: SourceLine, log: IssueLog): void {
  if (parts.hasSpaces) log.addAt('header-spaces', line);
  if (count === undefined) log.addAt('missing-count', line);
  if (!parts.hasColon) log.addAt('missing-colon', line, line.content.length);
}

function headerParts(content: string): Parts | undefined {
  const key = keyBefore(content);
  if (key === undefined) return undefined;
  let at = skipBlanks(content, key.end);
  let hasSpaces = at > key.end && key.end > 0;
  let length: string | undefined;
  if (content[at] === '[') {
    const close = content.indexOf(']', at);
    if (close < 0 || close - at > LONGEST_LENGTH) return undefined;
    length = content.slice(at + 1, close);
    at = skipBlanks(content, close + 1);
    hasSpaces ||= at > close + 1 && content[at] === '{';
  }
  const fieldsEnd = content[at] === '{' ? closingBracket(content, at) + 1 : at;
  if (content[at] === '{' && fieldsEnd === 0) return undefined;
  const fields = fieldsEnd > at ? content.slice(at, fieldsEnd) : undefined;
  const colon = skipBlanks(content, fieldsEnd);
  const hasColon = content[colon] === ':';
  const end = skipBlanks(content, hasColon ? colon + 1 : colon);
  return { key: key.name, length, fields, fieldsAt: at, hasColon, hasSpaces, end };
}

function keyBefore(content: string): { name: string; end: number } | undefined {
  if (content.startsWith('"')) return quotedKey(content);
  const end = content.search(/[[{:]/);
  if (end < 0 || content[end] === ':') return undefined;
  const name = content.slice(0, end).trimEnd();
  return /^(?:[\p{L}_$][\p{L}\p{N}_$.-]*)?$/u.test(name) ? { name, end: name.length } : undefined;
}

function quotedKey(content: string): { name: string; end: number } | undefined {
  if (closingQuote(content, 0) < 0) return undefined;
  try {
    const { value, end } = readQuoted(new SourceLine(content, 1, 0, 0, 0), 0);
    return { name: value, end };
  } catch (error) {
    if (error instanceof KaizenFormatError) return undefined;
    throw error;
  }
}

function skipBlanks(content: string, from: number): number {
  let index = from;
  while (content[index] === ' ' || content[index] === '\t') index++;
  return index;
}

interface FieldList {
  readonly fields: readonly Field[];
  readonly delimiter: string;
}

/** The fields by the declared delimiter, or by the one that they do have. */
function fieldsOf(parts: Parts, line: SourceLine, declared: string): FieldList | undefined {
  const others = DELIMITERS.filter((one) => one !== declared && parts.fields!.includes(one));
  const lists = [...(others.includes(';') ? others : [declared, ...others])].map((delimiter) =>
    parseFields(parts.fields!, line, delimiter),
  );
  return lists.find((list) => list !== undefined);
}

function parseFields(text: string, line: SourceLine, delimiter: string): FieldList | undefined {
  try {
    const parser = new FieldListParser(new SourceLine(text, line.number, 0, 0, 0), delimiter, true);
    const fields = parser.parse(0);
    return parser.position === text.length ? { fields, delimiter } : undefined;
  } catch (error) {
    if (error instanceof KaizenFormatError) return undefined;
    throw error;
  }
}
