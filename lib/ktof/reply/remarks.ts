import { closingQuote } from '../decode/quoted.js';
import { isContainer, isObject, type JsonArray, type JsonValue } from '../json-value.js';
import type { IssueLog } from './issue-log.js';
import type { ReplyIssueCode } from './issue-code.js';

/**
 * Texts that are right as they stand and yet may be meant otherwise. They are read as the format says
 * and pointed out. In KTOF only where they stand bare: quotes say that a text is meant.
 */
const ODD_BARE_TEXTS: readonly (readonly [RegExp, ReplyIssueCode])[] = [
  [/^(?:None|True|False|NULL|TRUE|FALSE|NaN|[+-]?Infinity|undefined|nan|nil)$/, 'python-literal'],
  [/^'.*'$/s, 'single-quotes'],
  [/^[“”„].*[“”]$/s, 'smart-quotes'],
  [/ (?:#|\/\/) ?\S/, 'comment'],
  [/,$/, 'trailing-comma'],
  [/^\|.*\|$/s, 'markdown-table'],
  [/^\([^)]*$/, 'tuple'],
  [/^\/\//, 'unquoted-cell'],
  [/^[-*•] /, 'bullets'],
  [
    /^[\u00a0\u2000-\u200b\u202f\u3000\ufeff]|[\u00a0\u2000-\u200b\u202f\u3000\ufeff]$/,
    'odd-space',
  ],
];
/** All of the above in one, for most texts are none of them. */
const MAYBE_ODD = new RegExp(
  ODD_BARE_TEXTS.map(([pattern]) => `(?:${pattern.source})`).join('|'),
  's',
);
const ELLIPSIS = /^\[?(?:\.\.\.|…)\]?$/;
/** Each distinct text costs a search through the passage. */
const MOST_ODD_TEXTS = 20;

interface OddTexts {
  readonly kind: 'json' | 'ktof';
  readonly found: Map<string, ReplyIssueCode>;
  readonly largeNumbers: Set<number>;
  emptyTexts: number;
  readonly log: IssueLog;
}

/** Points out the odd strings and keys of a value that was read from a text. */
export function noteOddStrings(
  value: JsonValue,
  text: string,
  kind: 'json' | 'ktof',
  log: IssueLog,
): void {
  const odd: OddTexts = {
    kind,
    found: new Map(),
    largeNumbers: new Set(),
    emptyTexts: 0,
    log,
  };
  collect(value, odd);
  for (const [string, code] of odd.found) {
    const place = kind === 'json' ? text.indexOf(`"${string}"`) : bareIndex(text, string);
    if (string.startsWith('- ') && isBulletRow(text, string)) throw log.refuse(code, place);
    if (place >= 0) log.add(code, place);
  }
  const isRounded = [...odd.largeNumbers].some((number) => !text.includes(String(number)));
  if (isRounded) log.add('number-precision');
  if (kind === 'ktof' && odd.emptyTexts > 0 && odd.emptyTexts > countEmptyQuotes(text))
    log.add('empty-cell');
}

function collect(value: JsonValue, odd: OddTexts): void {
  if (typeof value === 'string') return void check(value, odd);
  if (typeof value === 'number') return void checkNumber(value, odd);
  if (!isContainer(value)) return;
  if (Array.isArray(value)) {
    if (odd.kind === 'ktof') checkRows(value, odd.log);
    return value.forEach((item) => collect(item, odd));
  }
  for (const [key, item] of Object.entries(value)) {
    check(key, odd);
    collect(item, odd);
  }
}

function check(text: string, odd: OddTexts): void {
  if (text === '') odd.emptyTexts++;
  if (odd.found.size >= MOST_ODD_TEXTS) return;
  const code = codeOf(text, odd.kind);
  if (code !== undefined) odd.found.set(text, code);
}

/** Past 2^53 numbers are rounded; from 1e21 on they are written with an exponent. */
function checkNumber(value: number, { largeNumbers, log }: OddTexts): void {
  // JSON.parse makes Infinity of a number that is too large, which is no JSON.
  if (!Number.isFinite(value)) throw log.refuse('number-precision', 0);
  const isLarge = Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21;
  if (isLarge && largeNumbers.size < MOST_ODD_TEXTS) largeNumbers.add(value);
}

function codeOf(text: string, kind: OddTexts['kind']): ReplyIssueCode | undefined {
  if (ELLIPSIS.test(text)) return 'ellipsis';
  if (kind === 'json' || !MAYBE_ODD.test(text)) return undefined;
  return ODD_BARE_TEXTS.find(([pattern]) => pattern.test(text))?.[1];
}

/** Rows that begin with 1. 2. 3., or of which the first repeats the names of the columns. */
function checkRows(rows: JsonArray, log: IssueLog): void {
  const [first] = rows;
  if (rows.length < 2 || first === undefined || !isObject(first)) return;
  const entries = Object.entries(first);
  if (entries.length > 1 && entries.every(([key, cell]) => key === cell)) log.add('header-row');
  const isNumbered = rows.every((row, index) => startsWithNumber(row, index + 1));
  if (isNumbered) log.add('bullets');
}

function startsWithNumber(row: JsonValue, number: number): boolean {
  const cell = isObject(row) ? Object.values(row)[0] : undefined;
  return typeof cell === 'string' && /^\d+[.)] /.test(cell) && Number.parseInt(cell, 10) === number;
}

/** Where a text stands without quotes around it, or -1. */
function bareIndex(text: string, wanted: string): number {
  let index = text.indexOf(wanted);
  while (index >= 0) {
    if (text[index - 1] !== '"' || text[index + wanted.length] !== '"') return index;
    index = text.indexOf(wanted, index + wanted.length);
  }
  return -1;
}

/**
 * Whether a text is the first cell of a row, with a bullet before it: encoders quote texts that begin
 * with a hyphen.
 */
function isBulletRow(text: string, cell: string): boolean {
  const isQuoted = text.includes(`"${cell}"`);
  return !isQuoted && text.split('\n').some((line) => line.trimStart().startsWith(cell));
}

/** How often `""` stands for the empty text: not inside another text. */
function countEmptyQuotes(text: string): number {
  let count = 0;
  for (const line of text.split('\n')) {
    if (line.includes('""')) count += countEmptyQuotesIn(line);
  }
  return count;
}

function countEmptyQuotesIn(line: string): number {
  let count = 0;
  for (let quote = line.indexOf('"'); quote >= 0;) {
    const close = closingQuote(line, quote);
    if (close < 0) break;
    if (close === quote + 1) count++;
    quote = line.indexOf('"', close + 1);
  }
  return count;
}
