import type { JsonObject } from '../json-value.js';
import { encodeKey } from '../syntax/quoting.js';
import type { Column } from './column.js';
import type { Page } from './page.js';
import { encodeRow } from './row.js';
import type { Section } from './section.js';

/** The rows below a table's header. */
export class TableRows implements Section {
  private next = 0;

  constructor(
    private readonly page: Page,
    private readonly rows: readonly JsonObject[],
    private readonly columns: readonly Column[],
    private readonly indent: string,
  ) {}

  write(): boolean {
    const { page, rows, columns, indent } = this;
    let index = this.next;
    while (index < rows.length && !page.isFull) {
      page.line(indent + encodeRow(rows[index++]!, columns, page.delimiter));
    }
    this.next = index;
    return index < rows.length;
  }
}

/** The entries below a keyed table's header. */
export class KeyedRows implements Section {
  private next = 0;

  constructor(
    private readonly page: Page,
    private readonly entries: JsonObject,
    private readonly keys: readonly string[],
    private readonly columns: readonly Column[],
    private readonly indent: string,
  ) {}

  write(): boolean {
    while (this.next < this.keys.length && !this.page.isFull) this.row(this.keys[this.next++]!);
    return this.next < this.keys.length;
  }

  private row(key: string): void {
    const cells = encodeRow(this.entries[key] as JsonObject, this.columns, this.page.delimiter);
    this.page.line(`${this.indent}${encodeKey(key)}: ${cells}`);
  }
}
