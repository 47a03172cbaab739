import {
  BRACKET_OPEN,
  COLON,
  QUOTE,
  SPACE,
  TAB,
  skipSpaces,
  trimSpaces,
} from '../syntax/characters.js';
import { indexOfUnquoted, readQuoted } from './quoted.js';
import type { SourceLine } from './source-line.js';

/** A key, and where the text behind its colon begins. */
export interface Key {
  readonly key: string;
  readonly end: number;
}

/** Reads `key:`, bare or quoted. */
export function readKey(line: SourceLine): Key {
  const { content } = line;
  if (content.charCodeAt(0) === QUOTE) return readQuotedKey(line);
  const colon = indexOfUnquoted(content, ':', 0);
  if (colon < 0) throw missingColon(line, content.length);
  return { key: trimSpaces(content.slice(0, colon)), end: colon + 1 };
}

function readQuotedKey(line: SourceLine): Key {
  const { value, end } = readQuoted(line, 0);
  const colon = skipSpaces(line.content, end);
  if (line.content.charCodeAt(colon) !== COLON) throw missingColon(line, colon);
  return { key: value, end: colon + 1 };
}

function missingColon(line: SourceLine, offset: number) {
  return line.error(offset, 'A key without its colon', '":"');
}

/** Reads the key before a header, if a header follows it: `name[`. The key is empty for `[`. */
export function readHeaderKey(line: SourceLine): Key | undefined {
  const { content } = line;
  if (content.charCodeAt(0) === QUOTE) {
    const { value, end } = readQuoted(line, 0);
    return content.charCodeAt(end) === BRACKET_OPEN ? { key: value, end } : undefined;
  }
  const bracket = indexOfUnquoted(content, '[', 0);
  if (bracket < 0 || indexOfUnquoted(content, ':', 0) < bracket) return undefined;
  const before = content.charCodeAt(bracket - 1);
  if (before === SPACE || before === TAB) {
    throw line.error(bracket - 1, 'A space before the length', '"[" right after the key');
  }
  return { key: content.slice(0, bracket), end: bracket };
}
