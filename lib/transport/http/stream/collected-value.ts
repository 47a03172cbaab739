import {
  type JsonArray,
  type JsonObject,
  type JsonValue,
  setOwn,
} from '../../../ktof/json-value.js';
import type { DecodeValueEvent, ValuePath } from '../../../ktof/stream/decode-event.js';
import { StreamFaultError } from './stream-fault.js';

type Step = string | number;

/**
 * Puts the values that a decode tells one by one together again. Every key is data, `__proto__`
 * included, and stands where it first came.
 */
export class CollectedValue {
  /** The whole; `undefined` before its first value. */
  whole: JsonValue | undefined;
  /** The containers on the way to the last value, from the root on, and how they were got to. */
  #open: { readonly step: Step | undefined; readonly container: JsonArray | JsonObject }[] = [];

  /** @throws {@link StreamFaultError} for a path that leads nowhere: past an array's end, say. */
  set({ path, value }: DecodeValueEvent): void {
    const last = path.at(-1);
    if (last === undefined) {
      this.#open = [];
      this.whole = value;
    } else put(this.#containerOf(path), last, value);
  }

  #containerOf(path: ValuePath): JsonArray | JsonObject {
    for (let depth = 0; depth < path.length; depth++) {
      const step = depth === 0 ? undefined : path[depth - 1]!;
      if (!this.#isOpen(depth, step, path[depth]!, path.length))
        this.#begin(depth, step, path[depth]!);
    }
    this.#open.length = path.length;
    return this.#open[path.length - 1]!.container;
  }

  /** Items that begin anew, and a container that was left, are those of a key that comes again. */
  #isOpen(depth: number, step: Step | undefined, next: Step, length: number): boolean {
    const open = this.#open[depth];
    if (open === undefined || open.step !== step) return false;
    if (Array.isArray(open.container) !== (typeof next === 'number')) return false;
    return !(depth > 0 && depth === length - 1 && next === 0);
  }

  #begin(depth: number, step: Step | undefined, next: Step): void {
    const container = typeof next === 'number' ? [] : {};
    if (step !== undefined) put(this.#open[depth - 1]!.container, step, container);
    else if (this.whole === undefined) this.whole = container;
    else throw new StreamFaultError('fields', 'path');
    this.#open.length = depth;
    this.#open.push({ step, container });
  }
}

function put(container: JsonArray | JsonObject, step: Step, value: JsonValue): void {
  if (!Array.isArray(container)) setOwn(container, String(step), value);
  else if (step === container.length) container.push(value);
  else if (typeof step === 'number' && step < container.length) container[step] = value;
  else throw new StreamFaultError('fields', 'path');
}
