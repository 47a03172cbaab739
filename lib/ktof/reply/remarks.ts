import { isContainer, isObject, type JsonArray, type JsonValue } from '../json-value.js';
import { type IssueLog } from './issue-log.js';
import { type ReplyIssueCode } from './issue-messages.js';

/**
 * Texts that are right as they stand and yet may be meant otherwise. They are read as the format says
 * and pointed out. In KTOF only where they stand bare: quotes say that a text is meant.
 */
const ODD_BARE_TEXTS: readonly (readonly [RegExp, ReplyIssueCode])[] = [
  [/^(?:None|True|False|NaN|[+-]?Infinity|undefined|nan|nil)$/, 'python-literal'],
  [/^'.*'$/s, 'single-quotes'],
  [/^[“”„].*[“”]$/s, 'smart-quotes'],
  [/ (?:#|\/\/) ?\S/, 'comment'],
  [/,$/, 'trailing-comma'],
  [/^\|.*\|$/s, 'markdown-table'],
  [/^\([^)]*$/, 'tuple'],
  [/^\/\//, 'unquoted-cell'],
  [/^- /, 'bullets'],
  [/^[\u00a0\u2000-\u200b\u202f\u3000\ufeff]|[\u00a0\u2000-\u200b\u202f\u3000\ufeff]$/, 'odd-space'],
];
/** All of the above in one, for most texts are none of them. */
const MAYBE_ODD = new RegExp(ODD_BARE_TEXTS.map(([pattern]) => `(?:${pattern.source})`).join('|'), 's');
const ELLIPSIS = /^\[?(?:\.\.\.|…)\]?$/;
/** Each distinct text costs a search through the passage. */
const MOST_ODD_TEXTS = 20;

interface OddTexts {
  readonly kind: 'json' | 'ktof';
  readonly found: Map<string, ReplyIssueCode>;
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
  const odd: OddTexts = { kind, found: new Map(), emptyTexts: 0, log };
  collect(value, odd);
  for (const [string, code] of odd.found) {
    const place = kind === 'json' ? text.indexOf(`"${string}"`) : bareIndex(text, string);
    // Encoders quote texts that begin with a hyphen, so that a bare one is a bullet before a row.
    if (place >= 0 && code === 'bullets') throw log.refuse(code, place);
    if (place >= 0) log.add(code, place);
  }
  if (kind === 'ktof' && odd.emptyTexts > countEmptyQuotes(text)) log.add('empty-cell');
}

function collect(value: JsonValue, odd: OddTexts): void {
  if (typeof value === 'string') return void check(value, odd);
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

function countEmptyQuotes(text: string): number {
  return text.match(/"(?:[^"\\\n]|\\.)*"/g)?.filter((quoted) => quoted === '""').length ?? 0;
}
