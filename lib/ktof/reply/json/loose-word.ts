import type { JsonPrimitive } from '../../json-value.js';
import type { TextCursor } from './text-cursor.js';

const WORD = /[\w$.+-]*/y;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;
/** `+3`, `.5` and `5.`: numbers of JSON5 that can mean nothing else. */
const OTHER_NUMBER = /^[+-]?(?:0|[1-9]\d*)?(?:\.\d*)?(?:e[+-]?\d+)?$/i;
const JSON_WORDS: Record<string, JsonPrimitive> = { true: true, false: false, null: null };
const PYTHON_WORDS: Record<string, JsonPrimitive> = { True: true, False: false, None: null };
const NOT_NUMBERS = ['NaN', 'Infinity', '-Infinity', '+Infinity'];

/** A number or a literal that was read, or `cut` where the text ends right behind it. */
export type LooseWord = { readonly value: JsonPrimitive } | 'cut';

/** Reads the number or literal at the cursor. At the end of the text nobody knows if it is whole. */
export function readLooseWord(cursor: TextCursor): LooseWord {
  const start = cursor.position;
  WORD.lastIndex = start;
  const word = WORD.exec(cursor.text)![0];
  if (word === '' || word.startsWith('...')) throw cursor.refuse();
  const value = valueOf(word, cursor);
  const isLast = start + word.length >= cursor.text.length;
  if (value === undefined && !isLast) throw cursor.refuse();
  cursor.position = start + word.length;
  return value === undefined || isLast ? 'cut' : { value };
}

function valueOf(word: string, { log, position }: TextCursor): JsonPrimitive | undefined {
  if (Object.hasOwn(JSON_WORDS, word)) return JSON_WORDS[word];
  if (JSON_NUMBER.test(word)) return finite(word);
  if (Object.hasOwn(PYTHON_WORDS, word)) {
    log.add('python-literal', position);
    return PYTHON_WORDS[word];
  }
  if (NOT_NUMBERS.includes(word)) {
    log.add('not-a-number', position);
    return null;
  }
  if (!OTHER_NUMBER.test(word) || !/\d/.test(word)) return undefined;
  log.add('number-format', position);
  return finite(word);
}

function finite(word: string): number | undefined {
  const number = Number(word);
  return Number.isFinite(number) ? number + 0 : undefined;
}
