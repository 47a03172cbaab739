import { type JsonArray, type JsonObject, type JsonValue, isContainer } from '../json-value.js';

/** Values with fewer parts than this are written at once. */
const SMALL = 256;
/** How many code units a piece has at least, but for the last. */
const PIECE_LENGTH = 4096;

/**
 * A value in brackets, in pieces of some kilobytes: what `stringify` gives for the whole.
 *
 * @param stringify Writes a value: `JSON.stringify`, or what writes bare words as well.
 */
export function* bracketPieces(
  root: JsonArray | JsonObject,
  stringify: (value: JsonValue) => string,
): Generator<string, void> {
  const open = [new OpenBrackets(root)];
  let piece = open[0]!.opening;
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child = top.next();
    if (child === undefined) piece += open.pop()!.closing;
    else if (isContainer(child) && !isSmall(child)) {
      const brackets = new OpenBrackets(child);
      piece += top.lead + brackets.opening;
      open.push(brackets);
    } else piece += top.lead + stringify(child);
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** An array or object that is being written. */
class OpenBrackets {
  readonly opening: string;
  readonly closing: string;
  private readonly keys: readonly string[] | undefined;
  private count = 0;

  constructor(private readonly container: JsonArray | JsonObject) {
    this.keys = Array.isArray(container) ? undefined : Object.keys(container);
    this.opening = this.keys ? '{' : '[';
    this.closing = this.keys ? '}' : ']';
  }

  /** The next value, or undefined at the end. */
  next(): JsonValue | undefined {
    const index = this.count++;
    if (Array.isArray(this.container)) return this.container[index];
    const key = this.keys?.[index];
    return key === undefined ? undefined : this.container[key];
  }

  /** What stands before the value that {@link next} gave. */
  get lead(): string {
    const comma = this.count > 1 ? ',' : '';
    const key = this.keys?.[this.count - 1];
    return key === undefined ? comma : `${comma}${JSON.stringify(key)}:`;
  }
}

/** Whether an array or object has so few parts that it is written at once. */
export function isSmall(container: JsonArray | JsonObject): boolean {
  return spend(container, SMALL) > 0;
}

/** What is left of a budget of parts: no more than that many are looked at. */
function spend(value: JsonValue, budget: number): number {
  if (!isContainer(value)) return budget - 1;
  let left = budget - 1;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && left > 0; index++)
      left = spend(value[index]!, left);
    return left;
  }
  for (const key in value) {
    if (left <= 0) break;
    left = spend(value[key]!, left);
  }
  return left;
}
