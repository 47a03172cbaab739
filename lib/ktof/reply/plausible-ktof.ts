import { isContainer, isObject, type JsonObject, type JsonValue } from '../json-value.js';

/** `users[2]{id,name}:` on a line of its own. */
const TABLE_HEADER =
  /^[ \t]*(?:- +)?(?:"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w.-]*)?\[#?\d+:?[\t|]?\]\{[^\n]*\}:[ \t]*$/m;
/** `tags[3]: a,b,c`, or its key alone with items below. */
const LIST_HEADER = /^[ \t]*(?:- +)?[A-Za-z_][\w.-]*\[#?\d+[\t|]?\]:(?: |$)/m;
/** `[3]: a,b,c`. With a 1 it could be a footnote. */
const ROOT_LIST = /^\s*\[#?(?!1\D)\d+[\t|]?\]:/;

/** Keys as programs write them. Prose begins its labels with a capital. */
export const PROGRAM_KEY = /^[a-z_$][\w$]*(?:[.-]\w+)*$/;
const ANY_KEY = /^[A-Za-z_][\w.-]*$/;
/** Lines of code end in these. */
const ENDS_LIKE_CODE = /[,;{\\]$/;
const TYPE_NAMES = new Set(
  'string str text number int integer float double bool boolean object array list any date null'.split(
    ' ',
  ),
);

/** Whether a text has a line that only KTOF has: the header of a table. */
export function hasTableHeader(text: string): boolean {
  return TABLE_HEADER.test(text);
}

/**
 * Whether text that decodes as KTOF is meant as data, though nothing around it says so.
 *
 * An array header settles it. Without one all lines are `key: value`, which prose and code may be too:
 * then the keys must look like a program's, and at least one value must be more than a word.
 */
export function isPlausibleKtof(text: string, value: JsonValue, isExpected: boolean): boolean {
  if (!isContainer(value)) return false;
  if (hasTableHeader(text) || LIST_HEADER.test(text))
    return !isObject(value) || hasOneStyle(value, text);
  if (Array.isArray(value)) return ROOT_LIST.test(text) || (isExpected && /^\s*\[/.test(text));
  return isPlausibleObject(value, /^[ \t]*\w+: "/m.test(text), isExpected);
}

/** `Note: …` beside `users[2]{…}:` is no data, and neither is a `Result:` above it. */
function hasOneStyle(object: JsonObject, text: string): boolean {
  const keys = Object.keys(object);
  if (!keys.some((key) => Array.isArray(object[key]) && PROGRAM_KEY.test(key))) {
    return !/^\s*[A-Z]\w*:[ \t]*\r?\n(?=\S)/.test(text);
  }
  return keys.every((key) => isContainerKey(object, key) || PROGRAM_KEY.test(key));
}

function isContainerKey(object: JsonObject, key: string): boolean {
  const value = object[key]!;
  return isContainer(value) && Object.keys(value).length > 0;
}

function isPlausibleObject(
  object: JsonObject,
  hasQuotedValue: boolean,
  isExpected: boolean,
): boolean {
  const entries = leaves(object);
  if (entries.some(([, value]) => looksLikeCode(value)) || namesTypes(entries)) return false;
  const keys = entries.map(([key]) => key);
  if (isExpected && entries.length > 1) return keys.every((key) => ANY_KEY.test(key));
  if (!keys.every((key) => PROGRAM_KEY.test(key))) return false;
  const isMoreThanWords = hasQuotedValue || entries.some(([, value]) => typeof value !== 'string');
  return isExpected || (entries.length > 1 && isMoreThanWords);
}

/** All keys of an object and of the objects in it, each with what stands behind it. */
function leaves(object: JsonObject): [string, JsonValue][] {
  return Object.entries(object).flatMap(([key, value]): [string, JsonValue][] =>
    isObject(value) ? [[key, value], ...leaves(value)] : [[key, value]],
  );
}

function looksLikeCode(value: JsonValue): boolean {
  if (typeof value !== 'string') return isObject(value) && Object.keys(value).length === 0;
  return ENDS_LIKE_CODE.test(value) || value.startsWith('//');
}

/** A description of fields, not their values. */
function namesTypes(entries: readonly [string, JsonValue][]): boolean {
  return entries.every(
    ([, value]) => typeof value === 'string' && TYPE_NAMES.has(value.toLowerCase()),
  );
}
