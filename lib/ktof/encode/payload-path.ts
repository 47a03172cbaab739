import { formatPath } from '../../errors/format-path.js';

/** Where a walk through a payload stands: the containers it is in, and the key it reads in each. */
export class PayloadPath {
  private readonly containers: object[] = [];
  private readonly keys: (string | number)[] = [];

  /** @param root What the path begins with. */
  constructor(private readonly root: string) {}

  /** Steps into a container. */
  enter(container: object, depth: number): void {
    this.containers[depth] = container;
    this.keys.length = depth;
  }

  /** Notes the key that is read at a depth. */
  at(depth: number, key: string | number): void {
    this.keys[depth] = key;
  }

  /** Steps out of the container at a depth. */
  leave(depth: number): void {
    this.containers.length = depth;
    this.keys.length = depth;
  }

  /** The path of this container, if the walk is inside of it already. */
  cycleTo(container: object): string | undefined {
    const depth = this.containers.indexOf(container);
    return depth < 0 ? undefined : formatPath(this.keys.slice(0, depth), this.root);
  }

  /** The path from the root, as `$.messages[2]["a key"]`. */
  toString(): string {
    return formatPath(this.keys, this.root);
  }
}
