import type { JsonPrimitive } from '../json-value.js';
import { MINUS, isDigit } from './characters.js';
import { needsQuotes, needsQuotesInBrackets, quote } from './quoting.js';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** A primitive as a value or a cell, quoted where it must be. */
export function encodeScalar(value: JsonPrimitive, delimiter: number): string {
  if (typeof value === 'string') return needsQuotes(value, delimiter) ? quote(value) : value;
  return String(value);
}

/** A primitive inside brackets or parentheses: JSON, where a string that needs no quotes has none. */
export function encodeScalarInBrackets(value: JsonPrimitive): string {
  if (typeof value === 'string')
    return needsQuotesInBrackets(value) ? JSON.stringify(value) : value;
  return String(value);
}

/** The value of an unquoted token: a literal, a number, or else the token itself as a string. */
export function parseBareScalar(token: string): JsonPrimitive {
  const first = token.charCodeAt(0);
  if (isDigit(first) || first === MINUS) return parseNumber(token) ?? token;
  if (token === 'true') return true;
  if (token === 'false') return false;
  return token === 'null' ? null : token;
}

function parseNumber(token: string): number | undefined {
  if (!NUMBER.test(token)) return undefined;
  const number = Number(token);
  // Adding zero turns -0 into 0, which is what JSON.stringify makes of it.
  return Number.isFinite(number) ? number + 0 : undefined;
}
