import * as reference from '@toon-format/toon';
import { KaizenFormatError } from '../../lib/errors/format.error.js';
import { decode, encode, type JsonValue, type KtofDelimiter } from 'nestjs-kaizen/ktof';

/** The options of TOON that this package has too, under this package's names. */
export interface ToonOptions {
  readonly delimiter?: KtofDelimiter;
  readonly indent?: number;
  readonly strict?: boolean;
}

/** A codec reduced to what two of them can be compared by. */
export interface Codec {
  encode(value: unknown, options?: ToonOptions): string;
  decode(text: string, options?: ToonOptions): JsonValue;
}

/** Every delimiter the format knows. */
export const DELIMITERS: readonly KtofDelimiter[] = [',', '\t', '|'];

/** Every width of indentation the format knows. */
export const INDENTS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8];

/** The published TOON library. */
export const theirs: Codec = {
  encode: (value, { delimiter = ',', indent = 2 } = {}) =>
    reference.encode(value, { delimiter, indentSize: indent }),
  decode: (text, { indent = 2, strict = true } = {}) =>
    reference.decode(text, { indentSize: indent, strict }) as JsonValue,
};

/** This package's codec, writing TOON. */
export const ours: Codec = {
  encode: (value, { delimiter = ',', indent = 2 } = {}) =>
    encode(value, { profile: 'toon', delimiter, indent }),
  decode: (text, { indent = 2, strict = true } = {}) => decode(text, { indent, strict }),
};

/** What came of a call: its value, or that the input was rejected. */
export type Outcome<T> = { readonly value: T } | { readonly rejected: true };

/** Turns the reference library's errors, of whatever class, into an outcome. */
export function theirOutcome<T>(call: () => T): Outcome<T> {
  try {
    return { value: call() };
  } catch {
    return { rejected: true };
  }
}

/** Turns this package's {@link KaizenFormatError} into an outcome; any other error is a bug and passes. */
export function ourOutcome<T>(call: () => T): Outcome<T> {
  try {
    return { value: call() };
  } catch (error) {
    if (error instanceof KaizenFormatError) return { rejected: true };
    throw error;
  }
}
