import type { JsonArray, JsonObject, JsonValue } from '../json-value.js';
import type { LineMeter } from './line-meter.js';
import { type Plan, type Position, isPrimitiveList } from './plan.js';
import { keySaving } from './savings.js';

/** The plan that has a place of its own for each entry of a container, while they are added. */
export class EntriesDraft {
  readonly values: readonly JsonValue[];
  /** The level of the entries' lines, and what stands before them there. */
  readonly depth: number;
  readonly position: Position;
  private readonly form: 'inline' | 'list' | 'fields';
  private readonly keys: readonly string[];
  private readonly parts: (Plan | undefined)[] = [];
  private saving: number;

  constructor(
    container: JsonArray | JsonObject,
    depth: number,
    position: Position,
    private readonly meter: LineMeter,
  ) {
    const isList = Array.isArray(container);
    this.values = isList ? container : Object.values(container);
    this.keys = isList ? [] : Object.keys(container);
    this.depth = isList || position !== 'root' ? depth + 1 : 0;
    this.position = isList ? 'item' : 'key';
    this.form = !isList ? 'fields' : isPrimitiveList(container) ? 'inline' : 'list';
    this.saving = this.frameSaving(position);
  }

  /**
   * Adds the next value.
   *
   * @param part Its plan, if it is a container.
   */
  add(value: JsonValue, part: Plan | undefined): void {
    const { form, keys, meter, parts } = this;
    this.saving += part ? part.saving : meter.primitiveSaving(value);
    // Behind a key stands `: `, and JSON has but the colon.
    if (form === 'fields') this.saving += keySaving(keys[parts.length]!) - (part ? 0 : 2);
    if (form !== 'inline') parts.push(part);
  }

  /** The plan, once all values have been added. */
  get plan(): Plan {
    const { form, parts, saving } = this;
    return form === 'inline' ? { form, saving } : { form, parts, saving };
  }

  private frameSaving(position: Position): number {
    const { form, meter, values } = this;
    const lineBytes = meter.lineBytes(this.depth);
    if (form === 'fields') return fieldsFrame(values.length, position, lineBytes);
    const header = meter.headerBytes(values.length);
    if (form === 'inline') return 1 - header;
    return outerSaving(values.length) - header - values.length * (lineBytes + 2);
  }
}

/** The outer brackets of JSON, and its commas between entries. */
export function outerSaving(entries: number): number {
  return 2 + Math.max(0, entries - 1);
}

/** Line breaks and the `:` after the key, against braces and commas. An empty item loses a space. */
function fieldsFrame(keys: number, position: Position, lineBytes: number): number {
  if (keys === 0) return 2 + (position === 'key' ? -1 : 1);
  const breaks = position === 'key' ? keys : keys - 1;
  return outerSaving(keys) - breaks * lineBytes - (position === 'key' ? 1 : 0);
}
