/** Where a walk through a payload stands: the containers it is in, and the key it reads in each. */
export class PayloadPath {
  private readonly containers: object[] = [];
  private readonly keys: (string | number)[] = [];

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

  /** The first container that stands inside itself, if any does. */
  cycleThrough(next: object, depth: number): { path: string } | undefined {
    const chain = [...this.containers.slice(0, depth), next];
    const first = chain.findIndex((container, index) => chain.indexOf(container, index + 1) > 0);
    return first < 0 ? undefined : { path: formatPath(this.keys.slice(0, first)) };
  }

  /** The path from the root, as `$.messages[2]["a key"]`. */
  toString(): string {
    return formatPath(this.keys);
  }
}

const SHOWN_STEPS = 12;

function formatPath(keys: readonly (string | number)[]): string {
  const shown = keys.length > SHOWN_STEPS ? keys.slice(0, SHOWN_STEPS) : keys;
  return `$${shown.map(formatStep).join('')}${shown === keys ? '' : '…'}`;
}

function formatStep(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
