/** The option `redact`: names anywhere, and paths of which any part of the way may come before. */
export class RedactPaths {
  readonly #paths: readonly (readonly string[])[];
  /** The last name of each path, in lower case. */
  readonly #names: readonly string[];

  /** @param paths Dotted; `*` stands for any one name, the index of a list among them. */
  constructor(paths: readonly string[]) {
    this.#paths = paths.map((path) => path.split('.'));
    this.#names = this.#paths.map((path) => path.at(-1)!.toLowerCase());
  }

  /** Whether the place at this way, from the outside to the inside, is to be hidden. */
  covers(way: readonly string[]): boolean {
    return this.#paths.some((path) => endsIn(way, path));
  }

  /** Whether a text may hold such a place: JSON or KTOF that has the name in it. `*` may be anything. */
  mayBeIn(text: string): boolean {
    if (this.#names.length === 0) return false;
    const lower = text.toLowerCase();
    return this.#names.some((name) => name === '*' || lower.includes(name));
  }
}

function endsIn(way: readonly string[], path: readonly string[]): boolean {
  const start = way.length - path.length;
  return start >= 0 && path.every((name, index) => name === '*' || name === way[start + index]);
}
