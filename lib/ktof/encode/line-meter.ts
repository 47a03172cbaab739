import type { ResolvedEncodeOptions } from '../encode-options.js';
import type { JsonValue } from '../json-value.js';
import { stringSaving } from './savings.js';

/** Measures what lines have beside their values. */
export class LineMeter {
  readonly delimiter: number;
  private readonly indent: number;
  /** What a header has beside its digits: `[`, `]:`, a `#` and a delimiter that is no comma. */
  private readonly headerMarks: number;

  constructor({ delimiter, indent, lengthMarker }: ResolvedEncodeOptions) {
    this.delimiter = delimiter.charCodeAt(0);
    this.indent = indent;
    this.headerMarks = 3 + (lengthMarker ? 1 : 0) + (delimiter === ',' ? 0 : 1);
  }

  /** Bytes saved by a value that stands bare: its quotes, if it is a string. */
  primitiveSaving(value: JsonValue): number {
    return typeof value === 'string' ? stringSaving(value, this.delimiter) : 0;
  }

  /** Bytes of an array's length with its marks and colon. */
  headerBytes(length: number): number {
    return this.headerMarks + String(length).length;
  }

  /** A line break and the indent of a level. */
  lineBytes(depth: number): number {
    return 1 + this.indent * depth;
  }
}
