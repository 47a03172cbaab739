import type { OptionRule, OptionTable } from './option-rule.js';

/** What a hook is told of a request. */
export interface KaizenHookContext {
  /** The client's name; `default` where it has none. */
  readonly client: string;
  /** The operation: `promptsEncode`; of a batch and of a stream that of its calls. */
  readonly operation: string;
  /** The id of the request. */
  readonly requestId: string;
  /** Who is asked. */
  readonly transport: 'embedded' | 'http';
  /**
   * The validated request, read-only: a change throws a `TypeError`. Of requests that are sent together a
   * list of them; of a text that is decoded while it comes `undefined`.
   */
  readonly payload: unknown;
  /** Aborts when nobody waits for the call any more: at its deadline, or when the caller gives it up. */
  readonly signal: AbortSignal;
}

/** What a hook is told of a request that has ended. */
export interface KaizenHookOutcome extends KaizenHookContext {
  readonly outcome: 'ok' | 'error';
  /** What it failed with. Requests that a service refuses together fail so, and are then sent one by one. */
  readonly error?: unknown;
  /** How long it took, in milliseconds, `beforeRequest` left out. */
  readonly durationMs: number;
  /** Who answered; for a request that failed, who was asked. */
  readonly servedBy: 'embedded' | 'http';
  /** How many requests were sent, where any was. */
  readonly attempts?: number;
}

/** What `beforeRequest` may ask for. */
export interface KaizenHookWishes {
  /** Headers for every attempt of this request, beside those of client and call, which they replace. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Middleware of your own around each request of a client. Both are awaited, within the call's deadline. What
 * one throws fails the call with `KaizenHookError`, unless the request has failed already: then its own error
 * is told.
 *
 * @example
 * ```ts
 * KaizenModule.forRoot({
 *   hooks: {
 *     beforeRequest: async () => ({ headers: { 'x-gateway-token': await tokens.current() } }),
 *     afterResponse: ({ operation, requestId, outcome }) =>
 *       audit.write({ operation, requestId, outcome }),
 *   },
 * });
 * ```
 */
export interface KaizenHooks {
  /**
   * Runs before a request goes to the transport, or to the cache. For requests that are sent together it runs
   * once, unless the service is known to take none together.
   *
   * @returns Headers to send with it, if any. All of them are taken for secrets.
   */
  beforeRequest?(
    context: KaizenHookContext,
  ): KaizenHookWishes | undefined | void | Promise<KaizenHookWishes | undefined | void>;
  /** Runs when it has been answered or has failed. A request whose `beforeRequest` failed is none. */
  afterResponse?(outcome: KaizenHookOutcome): void | Promise<void>;
}

/** What runs around the requests of a client. */
export interface KaizenHookOptions {
  /** Middleware of your own. Default: none. */
  hooks?: KaizenHooks;
}

const NAMES = ['beforeRequest', 'afterResponse'] as const;

const hooks: OptionRule<KaizenHooks> = {
  types: ['object'],
  expects: `an object with the functions ${NAMES.join(' and ')}, or one of them`,
  accepts: (value) => {
    const given = NAMES.map((name) => (value as Record<string, unknown> | null)?.[name]);
    const isGiven = (hook: unknown): boolean => hook !== undefined;
    return given.some(isGiven) && given.filter(isGiven).every((hook) => typeof hook === 'function');
  },
};

/** What it accepts. */
export const HOOK_OPTION_TABLE: OptionTable<KaizenHookOptions> = { hooks };
