import { KaizenOptionsError } from '../../errors/options.error.js';
import {
  KaizenProviderError,
  type KaizenRouteStop,
  type ProviderErrorKind,
} from '../../errors/provider.error.js';
import { checkOptions } from '../../options/check-options.js';
import { fillOptions } from '../../options/fill-options.js';
import type { ChatMessage } from '../chat/message.js';
import type { ChatResult, ChatStreamEvent } from '../chat/result.js';
import type { ChatOptions } from '../options/chat-options.js';
import type { KaizenProvider } from '../provider.js';
import { ROUTER_OPTION_TABLE, type RouterOptions, type RouterTarget } from './router-options.js';

/** What became of a routed chat. `provider` and `model` are those that answered. */
export interface RoutedResult<T = unknown> extends ChatResult<T> {
  /** Who was asked, in order, and why each before the last did not answer. */
  readonly route: readonly KaizenRouteStop[];
}

/** What a routed stream tells. */
export type RoutedStreamEvent<T = unknown> =
  Exclude<ChatStreamEvent<T>, { type: 'done' }> | ({ readonly type: 'done' } & RoutedResult<T>);

/** Where on its way a call is. */
interface Way {
  readonly target: RouterTarget;
  readonly provider: KaizenProvider;
  readonly options: ChatOptions<never>;
  /** When the time of the whole call is up, by the clock of `performance`. */
  readonly endsAt: number;
}

/**
 * Asks one provider after another until one answers, each once and in the order of the options. A stream
 * moves on only while nothing of it has been told.
 *
 * @example
 * ```ts
 * const router = new KaizenRouter([openai, anthropic], { order: ['openai', 'anthropic'] });
 * const { text, provider, route } = await router.chat(messages);
 * ```
 */
export class KaizenRouter {
  readonly #targets: readonly (readonly [RouterTarget, KaizenProvider])[];
  readonly #fallbackOn: readonly ProviderErrorKind[];
  readonly #timeoutMs: number | undefined;

  /**
   * @throws `KaizenOptionsError` for an empty order, a name that there is no provider of, or one that
   * stands twice with the same model.
   */
  constructor(providers: readonly KaizenProvider[], options: RouterOptions) {
    checkOptions<RouterOptions>(options, ROUTER_OPTION_TABLE, 'router');
    const { order = [], fallbackOn = [], timeoutMs } = fillOptions(ROUTER_OPTION_TABLE, options);
    this.#targets = order.map((given) => targetOf(given, providers));
    this.#fallbackOn = fallbackOn;
    this.#timeoutMs = timeoutMs;
    if (order.length === 0) throw new KaizenOptionsError(NO_ORDER, 'order');
  }

  /**
   * Asks, and waits for all of the reply.
   *
   * @throws {@link KaizenProviderError} of the last one that was asked; its `route` tells of the others.
   */
  async chat<T = unknown>(
    messages: readonly ChatMessage[],
    options: ChatOptions<T> = {},
  ): Promise<RoutedResult<T>> {
    const route: KaizenRouteStop[] = [];
    for (const way of this.#ways<T>(options)) {
      try {
        const result = await way.provider.chat<T>(messages, way.options);
        return { ...result, route: [...route, answered(result)] };
      } catch (error) {
        this.#goOn(error, way, route);
      }
    }
    throw new KaizenOptionsError(NO_ORDER, 'order');
  }

  /**
   * Asks, and tells the reply as it comes.
   *
   * @throws {@link KaizenProviderError} of the last one that was asked; its `route` tells of the others.
   */
  async *stream<T = unknown>(
    messages: readonly ChatMessage[],
    options: ChatOptions<T> = {},
  ): AsyncGenerator<RoutedStreamEvent<T>, void, undefined> {
    const route: KaizenRouteStop[] = [];
    for (const way of this.#ways<T>(options)) {
      let hasBegun = false;
      try {
        for await (const event of way.provider.stream<T>(messages, way.options)) {
          hasBegun = true;
          yield event.type === 'done' ? { ...event, route: [...route, answered(event)] } : event;
        }
        return;
      } catch (error) {
        this.#goOn(error, way, route, hasBegun);
      }
    }
  }

  /** The ways of one call, each with what is left of the time. */
  *#ways<T>(options: ChatOptions<T>): Generator<Way> {
    const whole = options.timeoutMs ?? this.#timeoutMs ?? Infinity;
    const endsAt = performance.now() + whole;
    for (const [target, provider] of this.#targets) {
      const { model = options.model, maxRetries = options.maxRetries } = target;
      const leftMs = Math.max(1, Math.ceil(endsAt - performance.now()));
      const limitMs = Math.min(leftMs, target.timeoutMs ?? Infinity);
      const timeoutMs = limitMs === Infinity ? undefined : limitMs;
      const own = { ...options, model, maxRetries, timeoutMs } as ChatOptions<never>;
      yield { target, provider, options: own, endsAt };
    }
  }

  /** Notes a failure, or raises it when it is the last word. */
  #goOn(error: unknown, way: Way, route: KaizenRouteStop[], hasBegun = false): void {
    if (!(error instanceof KaizenProviderError)) throw error;
    const { kind, status, attempts = 0 } = error;
    const model = way.options.model ?? way.target.model;
    route.push({
      provider: way.provider.name,
      attempts,
      kind,
      ...(model !== undefined && { model }),
      ...(status !== undefined && { status }),
    });
    const isLast = route.length === this.#targets.length || performance.now() >= way.endsAt;
    if (isLast || hasBegun || !this.#fallbackOn.includes(kind)) throw error.withRoute(route);
  }
}

const NO_ORDER = 'A router needs somebody to ask. Give "order" at least one name.';

function answered({ provider, model, attempts }: ChatResult): KaizenRouteStop {
  return { provider, model, attempts };
}

function targetOf(
  given: string | RouterTarget,
  providers: readonly KaizenProvider[],
): readonly [RouterTarget, KaizenProvider] {
  const target = typeof given === 'string' ? { provider: given } : given;
  const provider = providers.find(({ name }) => name === target.provider);
  if (provider) return [target, provider];
  const names = providers.map(({ name }) => name).join(', ');
  throw new KaizenOptionsError(
    `The router's order names "${target.provider}", and there is no such provider. Use one of: ${names}.`,
    'order',
  );
}
