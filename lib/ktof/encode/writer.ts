import {
  type JsonArray,
  type JsonObject,
  type JsonPrimitive,
  type JsonValue,
  isContainer,
} from '../json-value.js';
import { encodeKey } from '../syntax/quoting.js';
import { encodeScalar } from '../syntax/scalars.js';
import { encodeBrackets } from './brackets.js';
import { type Column, formatFields } from './column.js';
import { encodeRow } from './row.js';
import { type Parts, type Plan, type Position } from './plan.js';
import { type ResolvedEncodeOptions } from '../encode-options.js';

/** A line of its own at the start of a text: the name of the format, which a decoder skips. */
const PREFIX_KEY = 'KTOF';

/** Where a value begins: its line's text so far, and the level of that line. */
interface Lead {
  readonly text: string;
  readonly depth: number;
  readonly position: Position;
}

/** Writes a planned value as lines, one call each, in order. */
export class LineWriter {
  private readonly delimiterCode: number;
  private readonly indents: string[] = [];

  constructor(
    private readonly options: ResolvedEncodeOptions,
    private readonly line: (text: string) => void,
  ) {
    this.delimiterCode = options.delimiter.charCodeAt(0);
  }

  /** Writes a whole document. */
  root(container: JsonArray | JsonObject, plan: Plan): void {
    if (plan.form === 'fields') this.rootFields(container as JsonObject, plan.parts);
    else this.container(container, plan, { text: '', depth: 0, position: 'root' });
  }

  private rootFields(object: JsonObject, parts: Parts): void {
    const [first] = Object.keys(object);
    const isEmpty = parts[0]?.form === 'fields' && parts[0].parts.length === 0;
    // A first line `KTOF:` with nothing below it would be taken for the optional prefix.
    const quoted = first === PREFIX_KEY && isEmpty && parts.length > 1;
    this.fields(object, parts, '', 0, quoted ? `"${PREFIX_KEY}"` : undefined);
  }

  private container(container: JsonArray | JsonObject, plan: Plan, lead: Lead): void {
    switch (plan.form) {
      case 'brackets':
        return this.onLeadLine(lead, encodeBrackets(container));
      case 'inline':
        return this.inline(container as JsonPrimitive[], lead);
      case 'table':
        return this.table(container as JsonObject[], plan.columns, lead);
      case 'keyed':
        return this.keyedTable(container as JsonObject, plan.columns, lead);
      case 'list':
        return this.list(container as JsonArray, plan.parts, lead);
      case 'fields':
        return this.object(container as JsonObject, plan.parts, lead);
    }
  }

  private onLeadLine(lead: Lead, text: string): void {
    this.line(lead.text + (lead.position === 'key' ? ': ' : '') + text);
  }

  private inline(list: readonly JsonPrimitive[], lead: Lead): void {
    if (list.length > 0) {
      const cells = list.map((item) => encodeScalar(item, this.delimiterCode));
      this.line(`${lead.text}${this.header(list.length)}: ${cells.join(this.options.delimiter)}`);
    } else if (this.options.profile === 'legacy' || lead.position === 'item') {
      this.line(`${lead.text}${this.header(0)}:`);
    } else this.onLeadLine(lead, '[]');
  }

  private table(rows: readonly JsonObject[], columns: readonly Column[], lead: Lead): void {
    const { delimiter } = this.options;
    this.line(`${lead.text}${this.header(rows.length)}${formatFields(columns, delimiter)}:`);
    const indent = this.indent(lead.depth + 1);
    for (const row of rows) this.line(indent + encodeRow(row, columns, delimiter));
  }

  private keyedTable(entries: JsonObject, columns: readonly Column[], lead: Lead): void {
    const { delimiter } = this.options;
    const keys = Object.keys(entries);
    const header = this.header(keys.length, ':') + formatFields(columns, delimiter);
    this.line(`${lead.text}${header}:`);
    const indent = this.indent(lead.depth + 1);
    for (const key of keys) {
      const cells = encodeRow(entries[key] as JsonObject, columns, delimiter);
      this.line(`${indent}${encodeKey(key)}: ${cells}`);
    }
  }

  private list(list: JsonArray, parts: Parts, lead: Lead): void {
    this.line(`${lead.text}${this.header(list.length)}:`);
    const depth = lead.depth + 1;
    const hyphen = `${this.indent(depth)}- `;
    list.forEach((item, index) => this.item(item, parts[index], { text: hyphen, depth }));
  }

  private item(item: JsonValue, plan: Plan | undefined, lead: Omit<Lead, 'position'>): void {
    if (isContainer(item) && plan) this.container(item, plan, { ...lead, position: 'item' });
    else this.line(lead.text + encodeScalar(item as JsonPrimitive, this.delimiterCode));
  }

  private object(object: JsonObject, parts: Parts, lead: Lead): void {
    if (lead.position === 'item') return this.itemObject(object, parts, lead);
    this.line(`${lead.text}:`);
    this.fields(object, parts, this.indent(lead.depth + 1), lead.depth + 1);
  }

  private itemObject(object: JsonObject, parts: Parts, { text, depth }: Lead): void {
    if (parts.length === 0) this.line(text.trimEnd());
    else this.fields(object, parts, text, depth + 1);
  }

  /** Writes the entries of an object at a level. Only the first entry's line begins with `first`. */
  private fields(
    object: JsonObject,
    parts: Parts,
    first: string,
    depth: number,
    firstKey?: string,
  ): void {
    const keys = Object.keys(object);
    const indent = this.indent(depth);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!;
      const value = object[key]!;
      const label = index === 0 && firstKey !== undefined ? firstKey : encodeKey(key);
      const text = (index === 0 ? first : indent) + label;
      const plan = parts[index];
      if (plan) this.container(value as JsonObject, plan, { text, depth, position: 'key' });
      else this.line(`${text}: ${encodeScalar(value as JsonPrimitive, this.delimiterCode)}`);
    }
  }

  private header(length: number, keyedMark = ''): string {
    const { delimiter, lengthMarker } = this.options;
    const shownDelimiter = delimiter === ',' ? '' : delimiter;
    return `[${lengthMarker ? '#' : ''}${length}${keyedMark}${shownDelimiter}]`;
  }

  private indent(depth: number): string {
    return (this.indents[depth] ??= ' '.repeat(this.options.indent * depth));
  }
}
