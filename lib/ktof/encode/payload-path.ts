import { formatPath } from '../../errors/format-path.js';

/** Where a walk through a payload stands: the containers it is in, and the key it reads in each. */
export class PayloadPath {
  /** What stands behind `depth` and `length` is left from places that the walk has come from. */
  private readonly containers: object[] = [];
  private readonly keys: (string | number)[] = [];
  private depth = 0;
  private length = 0;

  /** @param root What the path begins with. */
  constructor(private readonly root: string) {}

  /** Steps into a container. */
  enter(container: object, depth: number): void {
    this.containers[depth] = container;
    this.depth = depth + 1;
    this.length = depth;
  }

  /** Notes the key that is read at a depth. */
  at(depth: number, key: string | number): void {
    this.keys[depth] = key;
    this.length = depth + 1;
  }

  /** Steps out of the container at a depth. */
  leave(depth: number): void {
    this.depth = depth;
    this.length = depth;
  }

  /** The path of this container, if the walk is inside of it already. */
  cycleTo(container: object): string | undefined {
    for (let depth = 0; depth < this.depth; depth++) {
      if (this.containers[depth] === container) return this.path(depth);
    }
    return undefined;
  }

  /** The path from the root, as `$.messages[2]["a key"]`. */
  toString(): string {
    return this.path(this.length);
  }

  private path(length: number): string {
    return formatPath(this.keys.slice(0, length), this.root);
  }
}
