import { type JsonObject, type JsonValue, isContainer, setOwn } from '../json-value.js';
import type { JsonPath, Step } from './json-path.js';

/** The list with each item mapped; the list itself when no item changes. */
export function mapItems<T>(list: T[], map: (item: T, index: number) => T): T[] {
  let copy: T[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const mapped = map(list[index]!, index);
    if (mapped !== list[index]) (copy ??= list.slice())[index] = mapped;
  }
  return copy ?? list;
}

/**
 * The value with all its strings mapped; what does not change is passed by reference.
 *
 * @param path Where the value stands. The path that `map` gets is good during its call only.
 */
export function mapStrings(
  value: JsonValue,
  path: JsonPath,
  map: (text: string, path: JsonPath) => string,
): JsonValue {
  return new StringMapper([...path], map).value(value);
}

/** Goes through a value, and knows where it is. */
class StringMapper {
  constructor(
    private readonly path: Step[],
    private readonly map: (text: string, path: JsonPath) => string,
  ) {}

  value(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.map(value, this.path);
    if (!isContainer(value)) return value;
    return Array.isArray(value) ? mapItems(value, this.visit) : this.entries(value);
  }

  private readonly visit = (value: JsonValue, step: Step): JsonValue => {
    if (typeof value !== 'string' && !isContainer(value)) return value;
    this.path.push(step);
    const mapped = this.value(value);
    this.path.pop();
    return mapped;
  };

  private entries(object: JsonObject): JsonObject {
    let copy: JsonObject | undefined;
    for (const key of Object.keys(object)) {
      const mapped = this.visit(object[key]!, key);
      if (mapped !== object[key]) setOwn((copy ??= { ...object }), key, mapped);
    }
    return copy ?? object;
  }
}
