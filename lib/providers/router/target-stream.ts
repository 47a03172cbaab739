import { KaizenProviderError } from '../../errors/provider.error.js';
import type { ChatMessage } from '../chat/message.js';
import type { ChatStreamEvent } from '../chat/result.js';
import type { ChatOptions } from '../options/chat-options.js';
import type { Way } from './route-ways.js';
import { StartClock } from './stream-ends.js';

/**
 * The stream of one target. It begins with what a caller acts on, a text or a call of a tool: some vendors
 * tell usage as soon as they are asked. What comes before is held back until then.
 */
export class TargetStream<T> {
  readonly #clock: StartClock;
  #hasBegun = false;

  /** @param end Aborts when the routed stream has to end. */
  constructor(
    private readonly way: Way,
    end: AbortSignal,
  ) {
    const { limitMs, leftMs } = way;
    // With all that is left of the time the provider's own clock is enough.
    this.#clock = new StartClock(end, limitMs === leftMs ? undefined : limitMs);
  }

  /** Whether anything of it has been told. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** @throws {@link KaizenProviderError} of the kind `timeout` too, where it does not begin in time. */
  async *events(
    messages: readonly ChatMessage[],
  ): AsyncGenerator<ChatStreamEvent<T>, void, undefined> {
    const { provider, options, leftMs } = this.way;
    const own = { ...options, timeoutMs: leftMs, signal: this.#clock.signal } as ChatOptions<T>;
    const held: ChatStreamEvent<T>[] = [];
    try {
      for await (const event of provider.stream<T>(messages, own)) {
        held.push(event);
        if (event.type === 'usage' && !this.#hasBegun) continue;
        this.#begin();
        yield* held.splice(0);
      }
    } catch (error) {
      throw this.#clock.isLate ? this.#late(error) : error;
    } finally {
      this.#clock.stop();
    }
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#clock.stop();
  }

  /** The provider knows only that it was ended. */
  #late(error: unknown): unknown {
    if (!(error instanceof KaizenProviderError)) return error;
    const { limitMs } = this.way;
    return new KaizenProviderError(
      `${error.provider} did not begin to answer within ${limitMs} ms. Give the router's "targetTimeoutMs" more, or ask for less.`,
      { ...error, kind: 'timeout' },
    );
  }
}
