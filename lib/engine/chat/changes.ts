import { isRecord } from '../../contract/is-record.js';
import type { JsonPath, Step } from '../../ktof/embedded/json-path.js';
import { type JsonObject, type JsonValue, setOwn } from '../../ktof/json-value.js';
import { serialized } from '../to-json.js';

/** A place in a list, and what stands there now. */
export type Change = readonly [path: JsonPath, value: unknown];

/** Where a list differs from what it was; the parts that are the same by reference are not looked at. */
export function changesOf(before: unknown[], after: unknown[]): Change[] {
  return [...differences(before, after, [])];
}

function* differences(before: unknown, after: unknown, path: JsonPath): Generator<Change> {
  if (before === after) return;
  const steps = commonSteps(before, after);
  if (steps === undefined) yield [path, after];
  else
    for (const step of steps)
      yield* differences(at(before, step), at(after, step), [...path, step]);
}

/** The steps into two containers that have the same; undefined for any other pair. */
function commonSteps(before: unknown, after: unknown): Step[] | undefined {
  if (Array.isArray(before)) {
    const isAlike = Array.isArray(after) && after.length === before.length;
    return isAlike ? [...before.keys()] : undefined;
  }
  if (!isRecord(before) || !isRecord(after)) return undefined;
  const keys = Object.keys(after);
  const isAlike = Object.keys(before).length === keys.length;
  return isAlike && keys.every((key) => Object.hasOwn(before, key)) ? keys : undefined;
}

/**
 * A list with the changes made, the list itself when there are none. It is not changed: what leads to
 * a change is copied, the rest is passed by reference. Copied is what JSON sees of an object. A place
 * that is not there is passed over.
 *
 * @param list A list of the caller's: the changes may have been found in its JSON.
 */
export function withChanges(list: unknown[], changes: readonly Change[]): unknown[] {
  const copier = new Copier();
  let changed: unknown = list;
  for (const [path, value] of changes) changed = copier.put(changed, path, value);
  return changed as unknown[];
}

/** Changes containers, each in a copy that is made once. */
class Copier {
  private readonly copies = new Set<unknown>();

  put(target: unknown, path: JsonPath, value: unknown, key: Step = ''): unknown {
    const [step, ...rest] = path;
    if (step === undefined) return value;
    const seen = this.copies.has(target) ? target : serialized(target, key);
    if (!hasStep(seen, step)) return target;
    const copy = this.copyOf(seen);
    set(copy, step, this.put(at(copy, step), rest, value, step));
    return copy;
  }

  private copyOf(source: object): object {
    if (this.copies.has(source)) return source;
    const copy = Array.isArray(source) ? (source.slice() as unknown[]) : { ...source };
    this.copies.add(copy);
    return copy;
  }
}

function hasStep(target: unknown, step: Step): target is object {
  return typeof target === 'object' && target !== null && Object.hasOwn(target, step);
}

function at(container: unknown, step: Step): unknown {
  return (container as Record<Step, unknown>)[step];
}

function set(container: object, step: Step, value: unknown): void {
  if (Array.isArray(container)) container[Number(step)] = value;
  else setOwn(container as JsonObject, String(step), value as JsonValue);
}
