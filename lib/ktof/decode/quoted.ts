import { BACKSLASH, QUOTE } from '../syntax/characters.js';
import type { SourceLine } from './source-line.js';

/** A string that was read, and the place behind its closing quote. */
export interface Quoted {
  readonly value: string;
  readonly end: number;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
const HEX_DIGITS = /^[0-9a-fA-F]{4}$/;

/** Reads the quoted string that begins at `start`, with the escapes of TOON 4. */
export function readQuoted(line: SourceLine, start: number): Quoted {
  const { content } = line;
  const close = closingQuote(content, start);
  if (close < 0) throw line.error(start, 'An unterminated string', 'a closing quote');
  const raw = content.slice(start + 1, close);
  const value = raw.includes('\\') ? unescape(raw, line, start + 1) : raw;
  return { value, end: close + 1 };
}

/** The index of the quote that closes the one at `start`, or -1. */
export function closingQuote(content: string, start: number): number {
  let index = start + 1;
  while (index < content.length) {
    const quote = content.indexOf('"', index);
    if (quote < 0) return -1;
    if (!isEscaped(content, quote, start)) return quote;
    index = quote + 1;
  }
  return -1;
}

function isEscaped(content: string, quote: number, start: number): boolean {
  let backslashes = 0;
  while (
    quote - 1 - backslashes > start &&
    content.charCodeAt(quote - 1 - backslashes) === BACKSLASH
  ) {
    backslashes++;
  }
  return backslashes % 2 === 1;
}

function unescape(raw: string, line: SourceLine, offset: number): string {
  let text = '';
  let copied = 0;
  for (let at = raw.indexOf('\\'); at >= 0; at = raw.indexOf('\\', copied)) {
    const hex = raw[at + 1] === 'u' ? raw.slice(at + 2, at + 6) : undefined;
    const character = hex === undefined ? ESCAPES[raw[at + 1] ?? ''] : fromHex(hex);
    if (character === undefined) throw badEscape(line, offset + at);
    text += raw.slice(copied, at) + character;
    copied = at + (hex === undefined ? 2 : 6);
  }
  return text + raw.slice(copied);
}

function badEscape(line: SourceLine, offset: number) {
  const expected = String.raw`one of \n \r \t \" \\ or \u and four hex digits of no surrogate`;
  return line.error(offset, 'A bad escape', expected);
}

function fromHex(hex: string): string | undefined {
  if (!HEX_DIGITS.test(hex)) return undefined;
  const code = Number.parseInt(hex, 16);
  return code >= 0xd800 && code <= 0xdfff ? undefined : String.fromCharCode(code);
}

/**
 * The index of a character outside of quoted stretches, or -1.
 *
 * A quote opens a stretch wherever it stands, as in TOON 4.
 */
export function indexOfUnquoted(content: string, character: string, from: number): number {
  const first = content.indexOf(character, from);
  const quote = content.indexOf('"', from);
  if (first < 0 || quote < 0 || first < quote) return first;
  const wanted = character.charCodeAt(0);
  let quoted = false;
  for (let index = quote; index < content.length; index++) {
    const code = content.charCodeAt(index);
    if (code === QUOTE) quoted = !quoted;
    else if (quoted && code === BACKSLASH) index++;
    else if (!quoted && code === wanted) return index;
  }
  return -1;
}
