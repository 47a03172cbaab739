import { type JsonValue, isContainer } from '../json-value.js';

/** Where a JSON text has white space. */
export type JsonLayout = 'compact' | 'python' | 'tab' | `pretty-${number}`;

/**
 * How a JSON text is written:
 * - `compact`: without white space, as `JSON.stringify(value)`;
 * - `pretty-1` to `pretty-8`, `tab`: as `JSON.stringify(value, null, indent)`;
 * - `python`: with a space behind each comma and colon, as `json.dumps` of Python.
 *
 * With `-ascii` all other characters are escaped in lower case, as `json.dumps` does by default.
 */
export type JsonStyle = JsonLayout | `${JsonLayout}-ascii`;

const STYLE = /^(compact|python|tab|pretty-[1-8])(-ascii)?$/;
const PRETTY = /^[[{]\n(\t| {1,8})[^\s]/;
const ASCII = '-ascii';
/** What Python escapes and `JSON.stringify` does not. */
const NOT_ASCII = /[\u007f-\uffff]/g;

/** True for the name of a style. */
export function isJsonStyle(name: unknown): name is JsonStyle {
  return typeof name === 'string' && STYLE.test(name);
}

/**
 * The style in which writing the value gives exactly this text, or undefined when none does: a
 * number such as `1.0`, an escape such as `\/`, a key given twice or uneven white space is lost in
 * the value and cannot be written again.
 *
 * @param value What the text says: `JSON.parse(source)`.
 */
export function styleOf(source: string, value: JsonValue): JsonStyle | undefined {
  return possibleStyles(source).find((style) => writeJson(value, style, source.length) === source);
}

function possibleStyles(source: string): JsonStyle[] {
  const layouts = possibleLayouts(source);
  const isEscaped = source.includes('\\u') && source.search(NOT_ASCII) < 0;
  return isEscaped ? layouts.map((layout): JsonStyle => `${layout}-ascii`) : layouts;
}

function possibleLayouts(source: string): JsonLayout[] {
  const indent = PRETTY.exec(source)?.[1];
  if (indent === undefined) return ['compact', 'python'];
  return [indent === '\t' ? 'tab' : `pretty-${indent.length}`];
}

/**
 * Writes a value in a style.
 *
 * @param maxLength How long the text may become, in UTF-16 code units. A value that came from KTOF can
 * be many times as long in JSON: its keys stand in each row, and so do the indents.
 * @returns The text, or undefined when it would be longer.
 */
export function writeJson(
  value: JsonValue,
  style: JsonStyle,
  maxLength: number,
): string | undefined {
  const isAscii = style.endsWith(ASCII);
  const layout = isAscii ? style.slice(0, -ASCII.length) : style;
  const indent = indentOf(layout);
  if (leastLength(value, indent.length) > maxLength) return undefined;
  const json = layout === 'python' ? spaced(value) : JSON.stringify(value, null, indent);
  const text = isAscii ? json.replaceAll(NOT_ASCII, escapeUnit) : json;
  return text.length > maxLength ? undefined : text;
}

function indentOf(layout: string): string {
  if (layout === 'tab') return '\t';
  return layout.startsWith('pretty-') ? ' '.repeat(Number(layout.at(-1))) : '';
}

/** What a value takes in JSON at least: its brackets, its strings and the white space before entries. */
function leastLength(value: JsonValue, indent: number, depth = 1): number {
  if (typeof value === 'string') return value.length + 2;
  if (!isContainer(value)) return 1;
  let length = 2;
  const blanks = indent === 0 ? 0 : 1 + indent * depth;
  if (Array.isArray(value)) {
    for (const item of value) length += blanks + leastLength(item, indent, depth + 1);
    return length;
  }
  for (const key of Object.keys(value)) {
    length += key.length + 3 + blanks + leastLength(value[key]!, indent, depth + 1);
  }
  return length;
}

function spaced(value: JsonValue): string {
  if (!isContainer(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  const entries = Object.keys(value).map((key) => `${JSON.stringify(key)}: ${spaced(value[key]!)}`);
  return `{${entries.join(', ')}}`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
