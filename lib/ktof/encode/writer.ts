import {
  type JsonArray,
  type JsonObject,
  type JsonPrimitive,
  type JsonValue,
  isFilledObject,
  isObject,
} from '../json-value.js';
import type { ResolvedEncodeOptions } from '../encode-options.js';
import { encodeScalar } from '../syntax/scalars.js';
import { bracketPieces, isSmall } from './bracket-pieces.js';
import { encodeBrackets, isBareList } from './brackets.js';
import { type Column, formatFields } from './column.js';
import { type FirstEntry, ListItems, ObjectFields } from './entry-sections.js';
import { plannerFor } from './document.js';
import { CELLS_AT_ONCE, InlineCells, LinePieces } from './line-sections.js';
import { Page } from './page.js';
import type { Parts, Plan, Planner } from './plan.js';
import { PlanningSection } from './planning-section.js';
import type { Lead, OpenContainer, Section } from './section.js';
import { KeyedRows, TableRows } from './table-sections.js';

/** A line of its own at the start of a text: the name of the format, which a decoder skips. */
const PREFIX_KEY = 'KTOF';

/**
 * Writes a planned value, in one go or bit by bit.
 *
 * What is under way is a stack of sections, not of calls, so that writing can stop anywhere.
 */
export class LineWriter {
  private readonly page: Page;
  private readonly sections: Section[] = [];
  private planner: Planner | undefined;

  /** @param pageSize How many code units to write before they are taken. Default all there are. */
  constructor(
    private readonly options: ResolvedEncodeOptions,
    pageSize = Infinity,
  ) {
    this.page = new Page(options, pageSize);
  }

  /** Begins a document. */
  begin(container: JsonArray | JsonObject, plan: Plan): void {
    if (plan.form === 'fields') this.rootFields(container as JsonObject, plan.parts);
    else this.open(container, plan, { text: '', depth: 0, position: 'root' });
  }

  /** Begins a document that is compact JSON. */
  beginJson(container: JsonArray | JsonObject): void {
    this.pieces(container, JSON.stringify, '');
  }

  /**
   * Writes on, and takes what was written: the next part of the text, or undefined at the end. The
   * part of a bounded page may be empty: a long list is then still being planned.
   */
  next(): string | undefined {
    const { sections, page } = this;
    for (let top = sections.at(-1); top !== undefined; top = sections.at(-1)) {
      if (!top.write()) sections.pop();
      if (page.isFull) return page.take();
      if (page.isPaused) return this.pause();
    }
    return page.isEmpty ? undefined : page.take();
  }

  private rootFields(object: JsonObject, parts: Parts | undefined): void {
    const key = beginsLikePrefix(object) ? `"${PREFIX_KEY}"` : undefined;
    this.fields(object, parts, 0, { text: '', key });
  }

  private pause(): string {
    this.page.isPaused = false;
    return '';
  }

  private readonly open: OpenContainer = (container, plan, lead) => {
    if (plan !== undefined) return this.openPlanned(container, plan, lead);
    const { depth, position } = lead;
    const planner = (this.planner ??= plannerFor(this.options));
    if (!this.page.isBounded || isSmall(container)) {
      return this.openPlanned(container, planner.plan(container, depth, position), lead);
    }
    const steps = planner.steps(container, depth, position);
    const begin = (chosen: Plan) => void this.openPlanned(container, chosen, lead);
    this.sections.push(new PlanningSection(this.page, steps, begin));
    return true;
  };

  private openPlanned(container: JsonArray | JsonObject, plan: Plan, lead: Lead): boolean {
    switch (plan.form) {
      case 'brackets':
        return this.brackets(container, lead);
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

  private brackets(container: JsonArray | JsonObject, lead: Lead): boolean {
    const text = onLeadLine(lead);
    if (!this.page.isBounded || isSmall(container)) {
      this.page.line(text + encodeBrackets(container));
      return false;
    }
    return this.pieces(container, isBareList(container) ? encodeBrackets : JSON.stringify, text);
  }

  private pieces(
    container: JsonArray | JsonObject,
    stringify: (value: JsonValue) => string,
    lead: string,
  ): boolean {
    this.sections.push(new LinePieces(this.page, bracketPieces(container, stringify), lead));
    return true;
  }

  private inline(list: readonly JsonPrimitive[], lead: Lead): boolean {
    const { page } = this;
    const header = lead.text + page.header(list.length);
    if (list.length > CELLS_AT_ONCE) {
      this.sections.push(new InlineCells(page, list, `${header}: `));
      return true;
    }
    if (list.length > 0) {
      const cells = list.map((item) => encodeScalar(item, page.delimiterCode));
      page.line(`${header}: ${cells.join(page.delimiter)}`);
    } else if (this.options.profile === 'legacy' || lead.position === 'item') {
      page.line(`${header}:`);
    } else page.line(`${onLeadLine(lead)}[]`);
    return false;
  }

  private table(rows: readonly JsonObject[], columns: readonly Column[], lead: Lead): boolean {
    const { page } = this;
    page.line(`${lead.text}${page.header(rows.length)}${formatFields(columns, page.delimiter)}:`);
    this.sections.push(new TableRows(page, rows, columns, page.indent(lead.depth + 1)));
    return true;
  }

  private keyedTable(entries: JsonObject, columns: readonly Column[], lead: Lead): boolean {
    const { page } = this;
    const keys = Object.keys(entries);
    const header = page.header(keys.length, ':') + formatFields(columns, page.delimiter);
    page.line(`${lead.text}${header}:`);
    this.sections.push(new KeyedRows(page, entries, keys, columns, page.indent(lead.depth + 1)));
    return true;
  }

  private list(list: JsonArray, parts: Parts | undefined, lead: Lead): boolean {
    this.page.line(`${lead.text}${this.page.header(list.length)}:`);
    this.sections.push(new ListItems(this.page, list, parts, lead.depth + 1, this.open));
    return true;
  }

  private object(object: JsonObject, parts: Parts | undefined, lead: Lead): boolean {
    const { text, depth } = lead;
    if (lead.position !== 'item') {
      this.page.line(`${text}:`);
      return this.fields(object, parts, depth + 1, { text: this.page.indent(depth + 1) });
    }
    if (isFilledObject(object)) return this.fields(object, parts, depth + 1, { text });
    this.page.line(text.trimEnd());
    return false;
  }

  private fields(
    object: JsonObject,
    parts: Parts | undefined,
    depth: number,
    first: FirstEntry,
  ): boolean {
    this.sections.push(new ObjectFields(this.page, object, parts, depth, first, this.open));
    return true;
  }
}

/** Whether the first line could be `KTOF:` with nothing below it, as the optional prefix is. */
function beginsLikePrefix(object: JsonObject): boolean {
  const [first, second] = Object.keys(object);
  if (first !== PREFIX_KEY || second === undefined) return false;
  return isObject(object[first]!) && !isFilledObject(object[first]);
}

/** A line up to its value. */
function onLeadLine({ text, position }: Lead): string {
  return position === 'key' ? `${text}: ` : text;
}
