import { closingQuote } from '../decode/quoted.js';

/** A key of an object or an index of an array. */
export type Step = string | number;
/** The way from the root to a value. */
export type JsonPath = readonly Step[];

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const NAME_OR_INDEX = /\.([A-Za-z_$][\w$]*)|\[(\d{1,15})\]/y;

/**
 * Writes a path in full from the root `$`: `$.messages[2]["a key"]`. (Paths in errors are cut short
 * and cannot be read again.)
 */
export function writePath(path: JsonPath): string {
  return `$${path.map(writeStep).join('')}`;
}

function writeStep(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  return IDENTIFIER.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

/** Reads what `writePath` wrote; undefined for any other text. */
export function readPath(text: string): JsonPath | undefined {
  if (!text.startsWith('$')) return undefined;
  const path: Step[] = [];
  for (let at = 1; at < text.length;) {
    const read = text.startsWith('["', at) ? readKey(text, at) : readNameOrIndex(text, at);
    if (read === undefined) return undefined;
    path.push(read.step);
    at = read.end;
  }
  return path;
}

interface ReadStep {
  readonly step: Step;
  /** The place behind it. */
  readonly end: number;
}

function readNameOrIndex(text: string, start: number): ReadStep | undefined {
  NAME_OR_INDEX.lastIndex = start;
  const match = NAME_OR_INDEX.exec(text);
  if (match === null) return undefined;
  return { step: match[1] ?? Number(match[2]), end: NAME_OR_INDEX.lastIndex };
}

function readKey(text: string, start: number): ReadStep | undefined {
  const close = closingQuote(text, start + 1);
  if (close < 0 || text[close + 1] !== ']') return undefined;
  try {
    return { step: JSON.parse(text.slice(start + 1, close + 1)) as string, end: close + 2 };
  } catch {
    return undefined;
  }
}
