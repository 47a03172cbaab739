import {
  BACKSLASH,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  COLON,
  COMMA,
  HASH,
  MINUS,
  PAREN_CLOSE,
  PAREN_OPEN,
  PLUS,
  QUOTE,
  SPACE,
  isDigit,
} from './characters.js';

const NUMBER_LIKE = /^\+?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Characters below U+0080 that a bare string must not hold: 1 anywhere, 2 inside brackets only. */
const SPECIAL = specialCharacters();

function specialCharacters(): Uint8Array {
  const table = new Uint8Array(128);
  table.fill(1, 0, SPACE);
  for (const code of [QUOTE, BACKSLASH, COLON, BRACKET_OPEN, BRACKET_CLOSE]) table[code] = 1;
  for (const code of [BRACE_OPEN, BRACE_CLOSE]) table[code] = 1;
  for (const code of [COMMA, PAREN_OPEN, PAREN_CLOSE]) table[code] = 2;
  return table;
}

/**
 * Whether a string must be quoted as a value or a cell, so that it is read back as that very string.
 *
 * @param delimiter The code unit that separates cells where the string stands.
 */
export function needsQuotes(text: string, delimiter: number): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 128 && (SPECIAL[code] === 1 || code === delimiter)) return true;
  }
  return hasAmbiguousEnds(text) || looksLikeLiteral(text);
}

/** Whether a string must be quoted inside brackets or parentheses, where commas separate. */
export function needsQuotesInBrackets(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 128 && SPECIAL[code] !== 0) return true;
  }
  return hasAmbiguousEnds(text) || looksLikeLiteral(text);
}

/** Whether a code unit cannot be part of a bare word inside brackets. */
export function endsBareWord(code: number): boolean {
  return code < 128 && SPECIAL[code] !== 0;
}

/** Whether a bare string would be read as a tuple, in a column that declares tuples. */
export function beginsLikeTuple(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('(');
}

function hasAmbiguousEnds(text: string): boolean {
  if (text === '') return true;
  const first = text.charCodeAt(0);
  if (first === SPACE || first === MINUS || first === HASH) return true;
  return text.charCodeAt(text.length - 1) === SPACE;
}

function looksLikeLiteral(text: string): boolean {
  const first = text.charCodeAt(0);
  if (isDigit(first) || first === PLUS) return NUMBER_LIKE.test(text);
  return text === 'true' || text === 'false' || text === 'null';
}

/** Whether a key can stand without quotes: a letter or `_`, then letters, digits, `_` and dots. */
export function isBareKey(key: string): boolean {
  if (key === '' || !isLetter(key.charCodeAt(0))) return false;
  for (let index = 1; index < key.length; index++) {
    const code = key.charCodeAt(index);
    if (!isLetter(code) && !isDigit(code) && code !== 0x2e) return false;
  }
  return true;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

/**
 * The string in double quotes, escaped as TOON 4 does: `\\ \" \n \r \t`, other control characters
 * as `\u00XX`, everything else literal (JSON writes `\b`, `\f` and lone surrogates another way).
 */
export function quote(text: string): string {
  if (text.search(ESCAPED) < 0) return `"${text}"`;
  const json = JSON.stringify(text);
  return OTHER_ESCAPES.test(json) ? `"${text.replace(ESCAPED, escapeCharacter)}"` : json;
}

/** Escapes that JSON writes and TOON does not; an escaped backslash before them does no harm. */
const OTHER_ESCAPES = /\\(?:[bf]|ud)/;
const ESCAPED = /[\p{Cc}"\\]/gu;
const SHORT_ESCAPES: Record<string, string> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
};

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code > BACKSLASH) return character;
  return SHORT_ESCAPES[character] ?? `\\u${code.toString(16).padStart(4, '0')}`;
}

/** The key as it is written: bare where that is unambiguous, else quoted. */
export function encodeKey(key: string): string {
  return isBareKey(key) ? key : quote(key);
}
