import { type KaizenOperation, OPERATIONS } from '../../../contract/operations.js';

/** What a service does with one request. Without `body`, `status` and `reset` the engine answers. */
export interface KaizenServiceStep {
  /** The HTTP status. Default: 200, or what the engine's answer has. */
  readonly status?: number;
  /** Headers of the response, beside `content-type` and `x-request-id` or in their place. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * The body: strings and bytes are sent as they are, everything else as JSON. Default: the engine's
   * answer; for a status from 400 on, `{"detail": "…"}`.
   */
  readonly body?: unknown;
  /** How long the service waits before it does this, in milliseconds. Default 0. */
  readonly delayMs?: number;
  /** Cuts the connection instead of answering: the client sees a reset. */
  readonly reset?: boolean;
  /** For how many requests this holds. Default 1; `Infinity` for all that follow. */
  readonly times?: number;
}

/** Which requests a script is for: an operation, a method and path, or `*` for all the others. */
export type KaizenServiceRoute = KaizenOperation | `${'GET' | 'POST'} /${string}` | '*';

/** What a service does with the requests of each route, one step after another; then the engine answers. */
export type KaizenServiceScript = Readonly<
  Partial<Record<KaizenServiceRoute, readonly KaizenServiceStep[]>>
>;

/** What is left to do of a step. */
interface Pending {
  readonly step: KaizenServiceStep;
  left: number;
}

/** The steps of a service that no request has used yet. */
export class ServiceScript {
  readonly #pending = new Map<string, Pending[]>();

  /** Adds steps behind those that wait already. */
  add(route: string, steps: readonly KaizenServiceStep[]): void {
    const added = steps.map((step) => ({ step, left: step.times ?? 1 }));
    const key = keyOf(route);
    this.#pending.set(key, [...(this.#pending.get(key) ?? []), ...added]);
  }

  /** The step for a request: its route's own, else one for all. */
  take(method: string, path: string): KaizenServiceStep {
    return this.#shift(`${method} ${path}`) ?? this.#shift('*') ?? {};
  }

  /** Forgets every step. */
  clear(): void {
    this.#pending.clear();
  }

  #shift(key: string): KaizenServiceStep | undefined {
    const pending = this.#pending.get(key)?.filter(({ left }) => left > 0) ?? [];
    this.#pending.set(key, pending);
    const [first] = pending;
    if (first) first.left -= 1;
    return first?.step;
  }
}

/** The operation whose route this is, if there is one. */
export function operationAt(method: string, path: string): KaizenOperation | undefined {
  const found = Object.entries(OPERATIONS).find(
    ([, route]) => route.method === method && route.path === path,
  );
  return found?.[0] as KaizenOperation | undefined;
}

function keyOf(route: string): string {
  const operation = Object.hasOwn(OPERATIONS, route)
    ? OPERATIONS[route as KaizenOperation]
    : undefined;
  return operation ? `${operation.method} ${operation.path}` : route;
}
