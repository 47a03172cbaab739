import { type JsonArray, type JsonObject, type JsonValue, isContainer } from '../json-value.js';
import { encodeKey } from '../syntax/quoting.js';
import { encodeScalar } from '../syntax/scalars.js';
import type { Page } from './page.js';
import type { Parts } from './plan.js';
import type { OpenContainer, Section } from './section.js';

/** The `- ` items below a list's header. */
export class ListItems implements Section {
  private next = 0;
  private readonly hyphen: string;

  constructor(
    private readonly page: Page,
    private readonly list: JsonArray,
    private readonly parts: Parts | undefined,
    private readonly depth: number,
    private readonly open: OpenContainer,
  ) {
    this.hyphen = `${page.indent(depth)}- `;
  }

  write(): boolean {
    const { page, list } = this;
    while (this.next < list.length && !page.isFull) {
      const index = this.next++;
      if (this.item(list[index]!, index)) return true;
    }
    return this.next < list.length;
  }

  private item(item: JsonValue, index: number): boolean {
    const { hyphen: text, depth } = this;
    if (isContainer(item)) {
      return this.open(item, this.parts?.[index], { text, depth, position: 'item' });
    }
    this.page.line(text + encodeScalar(item, this.page.delimiterCode));
    return false;
  }
}

/** How the first entry of an object differs from the others. */
export interface FirstEntry {
  /** What its line begins with: the indent, or a list item's hyphen. */
  readonly text: string;
  /** Its key as it is written, where that is not as usual. */
  readonly key?: string;
}

/** The entries of an object, one line or more each, at a level. */
export class ObjectFields implements Section {
  private next = 0;
  private readonly keys: readonly string[];
  private readonly indent: string;

  constructor(
    private readonly page: Page,
    private readonly object: JsonObject,
    private readonly parts: Parts | undefined,
    private readonly depth: number,
    private readonly first: FirstEntry,
    private readonly open: OpenContainer,
  ) {
    this.keys = Object.keys(object);
    this.indent = page.indent(depth);
  }

  write(): boolean {
    const { page, keys } = this;
    while (this.next < keys.length && !page.isFull) {
      const index = this.next++;
      if (this.field(keys[index]!, index)) return true;
    }
    return this.next < keys.length;
  }

  private field(key: string, index: number): boolean {
    const value = this.object[key]!;
    const text = index === 0 ? this.firstLabel(key) : this.indent + encodeKey(key);
    if (isContainer(value)) {
      return this.open(value, this.parts?.[index], { text, depth: this.depth, position: 'key' });
    }
    this.page.line(`${text}: ${encodeScalar(value, this.page.delimiterCode)}`);
    return false;
  }

  private firstLabel(key: string): string {
    return this.first.text + (this.first.key ?? encodeKey(key));
  }
}
