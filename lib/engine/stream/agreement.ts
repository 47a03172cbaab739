import { jsonEqual } from '../../ktof/json-equal.js';
import { type JsonValue, getOwn, isContainer } from '../../ktof/json-value.js';
import type { DecodeValueEvent } from '../../ktof/stream/decode-event.js';

/** Compares the values that a decode tells one by one with the value they must make up. */
export class Agreement {
  /** How many values are still to be told. */
  private missing: number;
  private opened: string | number | undefined;

  constructor(private readonly whole: JsonValue) {
    this.missing = countEntries(whole);
  }

  /** Whether a value is what stands at its path. None must be told twice. */
  accepts({ path, value }: DecodeValueEvent): boolean {
    let expected: JsonValue | undefined = this.whole;
    for (const step of path) expected = childOf(expected, step);
    if (expected === undefined || !jsonEqual(value, expected)) return false;
    this.count(path);
    return true;
  }

  /** Whether all values have been told. */
  get isComplete(): boolean {
    return this.missing === 0;
  }

  private count([first, second]: readonly (string | number)[]): void {
    if (first === undefined) {
      this.missing = 0;
      return;
    }
    if (second !== undefined && first !== this.opened) {
      // Its entries are told, and not the field itself.
      this.missing += countEntries(childOf(this.whole, first) ?? null) - 1;
      this.opened = first;
    }
    this.missing--;
  }
}

function childOf(owner: JsonValue | undefined, step: string | number): JsonValue | undefined {
  if (owner === undefined || !isContainer(owner)) return undefined;
  if (Array.isArray(owner)) return typeof step === 'number' ? owner[step] : undefined;
  return getOwn(owner, String(step));
}

/** The entries of a container; 1 for what is told as a whole. */
function countEntries(value: JsonValue): number {
  if (!isContainer(value)) return 1;
  return (Array.isArray(value) ? value.length : Object.keys(value).length) || 1;
}
