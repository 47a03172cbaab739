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
import { leavable } from '../flow/leavable.js';
import type { ChatOptions } from '../options/chat-options.js';
import type { OutputData } from '../options/output-spec.js';
import type { KaizenProvider } from '../provider.js';
import { type RoutedTarget, targetsOf } from './route-targets.js';
import { type Way, waysOf } from './route-ways.js';
import { ROUTER_OPTION_TABLE, type RouterOptions } from './router-options.js';
import { StreamEnd } from './stream-ends.js';
import { TargetStream } from './target-stream.js';

/** What became of a routed chat. `provider` and `model` are those that answered. */
export interface RoutedResult<T = unknown> extends ChatResult<T> {
  /** Who was asked, in order, and why each before the last did not answer. */
  readonly route: readonly KaizenRouteStop[];
}

/** What a routed stream tells. */
export type RoutedStreamEvent<T = unknown> =
  Exclude<ChatStreamEvent<T>, { type: 'done' }> | ({ readonly type: 'done' } & RoutedResult<T>);

/**
 * Asks one provider after another until one answers, each once and in the order of the options. A stream
 * moves on until its first text or call of a tool has been told.
 *
 * @example
 * ```ts
 * const router = new KaizenRouter([openai, anthropic], { order: ['openai', 'anthropic'] });
 * const { text, provider, route } = await router.chat(messages);
 * ```
 */
export class KaizenRouter {
  readonly #targets: readonly RoutedTarget[];
  readonly #fallbackOn: readonly ProviderErrorKind[];
  readonly #times: Pick<RouterOptions, 'timeoutMs' | 'targetTimeoutMs'>;

  /**
   * @throws `KaizenOptionsError` for an empty order, a name that there is no provider of, or one that
   * stands twice with the same model.
   */
  constructor(providers: readonly KaizenProvider[], options: RouterOptions) {
    checkOptions<RouterOptions>(options, ROUTER_OPTION_TABLE, 'router');
    const { order = [], fallbackOn = [], ...times } = fillOptions(ROUTER_OPTION_TABLE, options);
    this.#targets = targetsOf(order, providers);
    this.#fallbackOn = fallbackOn;
    this.#times = times;
    if (order.length === 0) throw new KaizenOptionsError(NO_ORDER, 'order');
  }

  /**
   * Asks, and waits for all of the reply.
   *
   * @throws {@link KaizenProviderError} of the last one that was asked; its `route` tells of the others.
   */
  async chat<T = unknown, L extends boolean = boolean>(
    messages: readonly ChatMessage[],
    options: ChatOptions<T, L> = {},
  ): Promise<RoutedResult<OutputData<T, L>>> {
    const route: KaizenRouteStop[] = [];
    for (const way of waysOf(this.#targets, options, this.#times)) {
      try {
        const own = { ...way.options, timeoutMs: way.limitMs } as ChatOptions<T, L>;
        const result = await way.provider.chat<T, L>(messages, own);
        return { ...result, route: [...route, answered(result)] };
      } catch (error) {
        this.#goOn(error, way, route);
      }
    }
    throw new KaizenOptionsError(NO_ORDER, 'order');
  }

  /**
   * Asks, and tells the reply as it comes. What an answer begins with that is neither text nor a call of a
   * tool is told with the first of these: until then another target may be asked.
   *
   * @throws {@link KaizenProviderError} of the last one that was asked; its `route` tells of the others.
   */
  stream<T = unknown, L extends boolean = boolean>(
    messages: readonly ChatMessage[],
    options: ChatOptions<T, L> = {},
  ): AsyncGenerator<RoutedStreamEvent<OutputData<T, L>>, void, undefined> {
    let end: StreamEnd | undefined;
    const begin = (): StreamEnd => (end = new StreamEnd(options.signal));
    return leavable(this.#events<OutputData<T, L>>(messages, options, begin), () => end?.leave());
  }

  async *#events<T>(
    messages: readonly ChatMessage[],
    options: ChatOptions,
    begin: () => StreamEnd,
  ): AsyncGenerator<RoutedStreamEvent<T>, void, undefined> {
    const route: KaizenRouteStop[] = [];
    const end = begin();
    try {
      for (const way of waysOf(this.#targets, options, this.#times)) {
        const answer = new TargetStream<T>(way, end.signal);
        try {
          for await (const event of answer.events(messages)) {
            yield event.type === 'done' ? { ...event, route: [...route, answered(event)] } : event;
          }
          return;
        } catch (error) {
          this.#goOn(error, way, route, answer.hasBegun);
        }
      }
    } finally {
      end.leave();
    }
  }

  /** Notes a failure, or raises it when it is the last word. */
  #goOn(error: unknown, way: Way, route: KaizenRouteStop[], hasBegun = false): void {
    if (!(error instanceof KaizenProviderError)) throw error;
    const { kind, status, attempts = 0 } = error;
    const { model } = way.options;
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
