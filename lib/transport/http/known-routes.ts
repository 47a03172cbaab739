import { KaizenAPIError } from '../../errors/api.error.js';

/** The route is not there: no such path, no such method, not offered. */
const ABSENT = [404, 405, 501];

/** Whether an error tells that a service has no such route. */
export function isAbsent(error: unknown): boolean {
  return error instanceof KaizenAPIError && ABSENT.includes(error.statusCode);
}

/**
 * Which of the routes that a service may lack it has. The first request to a route is sent alone, so
 * that a service without it is asked once.
 */
export class KnownRoutes {
  readonly #has = new Map<string, boolean>();
  readonly #asking = new Map<string, Promise<void>>();

  /** Whether the service has a route, as far as that is known. */
  known(path: string): boolean | undefined {
    return this.#has.get(path);
  }

  /**
   * Sends a request, unless the service is known to lack the route.
   *
   * @param lacks Whether an error tells that there is no such route. It is remembered.
   * @returns `undefined` when there is no such route.
   * @throws Any other error of `send`.
   */
  async ask<T>(
    path: string,
    send: () => Promise<T>,
    lacks: (error: unknown) => boolean,
  ): Promise<T | undefined> {
    if (!this.#has.has(path)) await this.#asking.get(path);
    if (this.#has.get(path) === false) return undefined;
    const asked = this.#learn(path, send, lacks);
    if (!this.#has.has(path)) this.#wait(path, asked);
    return asked;
  }

  /**
   * Whether the service has a route. Only while that is not known is it asked.
   *
   * @param probe A request to the route that does no work.
   * @param lacks As in {@link ask}.
   * @throws Any other error of `probe`.
   */
  async has(
    path: string,
    probe: () => Promise<unknown>,
    lacks: (error: unknown) => boolean,
  ): Promise<boolean> {
    if (!this.#has.has(path)) await this.#asking.get(path);
    if (!this.#has.has(path)) await this.ask(path, probe, lacks);
    return this.#has.get(path)!;
  }

  /** Those that come meanwhile wait, once: should it tell nothing, they need not wait for each other. */
  #wait(path: string, asked: Promise<unknown>): void {
    const ended = (): void => void this.#asking.delete(path);
    this.#asking.set(path, asked.then(ended, ended));
  }

  async #learn<T>(
    path: string,
    send: () => Promise<T>,
    lacks: (error: unknown) => boolean,
  ): Promise<T | undefined> {
    try {
      const answer = await send();
      this.#has.set(path, true);
      return answer;
    } catch (error) {
      if (!lacks(error)) throw error;
      this.#has.set(path, false);
      return undefined;
    }
  }
}
