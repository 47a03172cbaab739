import { HELP } from './help.js';
import { KaizenError, type KaizenErrorContext } from './kaizen.error.js';

/**
 * What became of a call to a model's vendor.
 *
 * - `rate-limit` (429), `overloaded` (503, 529), `server` (other 5xx), `connection`: worth another try;
 * - `timeout`: the deadline of the whole call; `abort`: the caller's signal;
 * - `authentication` (401), `permission` (403), `not-found` (404), `too-large` (413), `invalid-request`
 *   (any other 4xx): the same the next time;
 * - `bad-response`: what came is no reply of the vendor's; `incomplete-stream`: the stream ended without
 *   the model's last word;
 * - `undecodable-reply`: the reply is not in the form it was asked for, or breaks the schema's rules;
 * - `unknown`: anything else that the vendor's SDK threw.
 */
export type ProviderErrorKind =
  | 'rate-limit'
  | 'overloaded'
  | 'server'
  | 'connection'
  | 'timeout'
  | 'abort'
  | 'authentication'
  | 'permission'
  | 'not-found'
  | 'too-large'
  | 'invalid-request'
  | 'bad-response'
  | 'incomplete-stream'
  | 'undecodable-reply'
  | 'unknown';

/** One that a router asked. */
export interface KaizenRouteStop {
  /** Who: `openai`. */
  readonly provider: string;
  /** The model that answered or was asked; absent where it is the provider's own and did not answer. */
  readonly model?: string;
  /** How many requests were sent. */
  readonly attempts: number;
  /** Why there was no answer; absent for the one that answered. */
  readonly kind?: ProviderErrorKind;
  /** The HTTP status, where there was one and no answer. */
  readonly status?: number;
}

/** What a {@link KaizenProviderError} carries beside its message. */
export interface KaizenProviderErrorContext extends KaizenErrorContext {
  /** Who was asked: `openai`. */
  readonly provider: string;
  readonly kind: ProviderErrorKind;
  /** The HTTP status, where there was one. */
  readonly status?: number;
  /** The vendor's own code: `rate_limit_exceeded`. */
  readonly vendorCode?: string;
  /** How long the vendor asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** What the model had said until then. */
  readonly partialText?: string;
  /** Whom a router had asked, this one the last. */
  readonly route?: readonly KaizenRouteStop[];
}

/**
 * A call to a model's vendor that failed. Neither the message nor the cause has the key or any of the
 * prompt; the cause is not enumerable, so that printing the error as JSON does not show it.
 *
 * @example
 * ```ts
 * try {
 *   await openai.chat(messages);
 * } catch (error) {
 *   if (error instanceof KaizenProviderError && error.kind === 'rate-limit') await wait(error.retryAfterMs ?? 1000);
 *   else throw error;
 * }
 * ```
 */
export class KaizenProviderError extends KaizenError {
  override readonly name = 'KaizenProviderError';
  override readonly code = 'KAIZEN_PROVIDER_FAILED';
  override readonly help = HELP.provider;
  /** Who was asked: `openai`. */
  readonly provider: string;
  /** What became of the call: decide by this. */
  readonly kind: ProviderErrorKind;
  /** The HTTP status, where there was one. */
  readonly status?: number;
  /** The vendor's own code: `rate_limit_exceeded`. */
  readonly vendorCode?: string;
  /** How long the vendor asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** What the model had said until then, or the reply that could not be read. Not enumerable: it is content. */
  declare readonly partialText?: string;
  /** Whom a router had asked, this one the last. Absent where no router was. */
  readonly route?: readonly KaizenRouteStop[];

  constructor(message: string, context: KaizenProviderErrorContext) {
    super(message, context);
    const { provider, kind, status, vendorCode, retryAfterMs, partialText, route } = context;
    this.provider = provider;
    this.kind = kind;
    if (status !== undefined) this.status = status;
    if (vendorCode !== undefined) this.vendorCode = vendorCode;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
    if (route !== undefined) this.route = route;
    if (partialText !== undefined)
      Object.defineProperty(this, 'partialText', { value: partialText, enumerable: false });
  }

  /** The same error with the way that led to it. */
  withRoute(route: readonly KaizenRouteStop[]): KaizenProviderError {
    return new KaizenProviderError(this.message, {
      ...this,
      partialText: this.partialText,
      cause: this.cause,
      route,
    });
  }

  override toJSON(): Record<string, unknown> {
    const { provider, kind, status, vendorCode, retryAfterMs, route } = this;
    return {
      ...super.toJSON(),
      provider,
      kind,
      ...(status !== undefined && { status }),
      ...(vendorCode !== undefined && { vendorCode }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(route !== undefined && { route }),
    };
  }
}
