import type { OnApplicationShutdown } from '@nestjs/common';
import { createKaizen } from '../client/create-kaizen.js';
import type { KaizenService } from '../client/kaizen.service.js';
import { KaizenClosedError } from '../errors/closed.error.js';
import { checkOptions } from '../options/check-options.js';
import { fillOptions } from '../options/fill-options.js';
import { RetryBudget } from '../transport/http/retry/retry-budget.js';
import { RetryPolicy, type RetryPolicyOptions } from '../transport/http/retry/retry-policy.js';
import type { AnyProviderKind, ProviderAdapter, ProviderKind } from './adapter.js';
import type { ChatMessage } from './chat/message.js';
import type { ChatResult, ChatStreamEvent } from './chat/result.js';
import { checkChat } from './check-chat.js';
import { ChatCompressor } from './compress/chat-compressor.js';
import { generate } from './flow/generate.js';
import type { ProviderParts } from './flow/provider-parts.js';
import { stream } from './flow/stream.js';
import type { ChatOptions } from './options/chat-options.js';
import type { OutputData } from './options/output-spec.js';
import type { ProviderOptions } from './options/provider-options.js';
import { watchSecrets } from './secrets-of-provider.js';

/**
 * A model's vendor with Kaizen in between: data is compressed on its way out, and decoded on its way back.
 * Inject one of its subclasses, or make one with `new`.
 *
 * Both methods reject with
 *
 * - `KaizenProviderError`: the vendor failed, could not be reached or was given up; its `kind` tells which;
 * - `KaizenPayloadError`: the messages cannot be used;
 * - `KaizenOptionsError`: an option is unknown or wrong, or there is no model;
 * - `KaizenDependencyError`: the vendor's SDK is not installed;
 * - `KaizenClosedError`: the provider is closed.
 */
export class KaizenProvider implements OnApplicationShutdown {
  readonly #parts: ProviderParts;
  #opened: Promise<ProviderAdapter> | undefined;
  #own: KaizenService | undefined;
  #isClosed = false;

  /**
   * @internal Use a subclass.
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   */
  constructor(kind: AnyProviderKind, options: ProviderOptions, kaizen?: KaizenService) {
    const { name, label, table } = kind as ProviderKind;
    checkOptions<ProviderOptions>(options, table, name);
    const filled = fillOptions<ProviderOptions>(table, options) as RetryPolicyOptions &
      ProviderOptions;
    const { retryBudget } = filled;
    const budget = retryBudget
      ? new RetryBudget(retryBudget as Required<typeof retryBudget>)
      : undefined;
    const watched = watchSecrets(kind as ProviderKind, filled);
    const client = kaizen ?? (this.#own = createKaizen());
    this.#parts = {
      name,
      label,
      options: filled,
      secrets: watched.secrets,
      compressor: new ChatCompressor(client),
      tracer: client.tracer,
      policy: new RetryPolicy(filled, budget),
      adapter: () => (this.#opened ??= this.#open(kind as ProviderKind, watched.options)),
    };
  }

  /** As options, results and errors name it: `openai`. */
  get name(): string {
    return this.#parts.name;
  }

  /**
   * Asks the model and waits for all of its reply.
   *
   * @typeParam T What the data is expected to be; checked with the option `output`.
   * @typeParam L Whether `output` says that it is a list of these. Leave both to be inferred from its `dto`.
   * @example
   * ```ts
   * const { text, receipt } = await openai.chat([
   *   { role: 'user', content: [{ type: 'text', text: 'Which order is late?' }, { type: 'data', value: orders }] },
   * ]);
   * ```
   */
  async chat<T = unknown, L extends boolean = boolean>(
    messages: readonly ChatMessage[],
    options: ChatOptions<T, L> = {},
  ): Promise<ChatResult<OutputData<T, L>>> {
    this.#check(messages, options);
    return generate<OutputData<T, L>>(this.#parts, messages, options);
  }

  /**
   * Asks the model and tells its reply as it comes, and at last `done` with all there is. The stream begins
   * with its first `next()`; leaving the loop ends the request, and so does `return()` while an event is
   * waited for.
   *
   * @typeParam T What the data is expected to be; checked with the option `output`.
   * @typeParam L Whether `output` says that it is a list of these. Leave both to be inferred from its `dto`.
   * @throws {@link KaizenProviderError} of the kind `incomplete-stream`, with the text until then as
   * `partialText`, for a stream without the model's last word.
   * @example
   * ```ts
   * for await (const event of openai.stream(messages)) {
   *   if (event.type === 'text') process.stdout.write(event.text);
   *   else if (event.type === 'done') console.log(event.usage, event.receipt);
   * }
   * ```
   */
  stream<T = unknown, L extends boolean = boolean>(
    messages: readonly ChatMessage[],
    options: ChatOptions<T, L> = {},
  ): AsyncGenerator<ChatStreamEvent<OutputData<T, L>>, void, undefined> {
    return stream<OutputData<T, L>>(this.#parts, messages, options, () =>
      this.#check(messages, options),
    );
  }

  /** Refuses further calls, and frees what the provider opened itself. Calls under way go on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const adapter = await this.#opened?.catch(() => undefined);
    await adapter?.close?.();
    await this.#own?.close();
  }

  /** Nest's shutdown hook: closes the provider. */
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  #check(messages: unknown, options: ChatOptions): void {
    if (this.#isClosed) {
      throw new KaizenClosedError(`The provider "${this.name}" is closed. Make a new one.`);
    }
    checkChat(messages, options);
  }

  /** An SDK that is not there now may be the next time, in a test or a repl. */
  async #open(kind: ProviderKind, options: ProviderOptions): Promise<ProviderAdapter> {
    try {
      return await kind.open(options);
    } catch (error) {
      this.#opened = undefined;
      throw error;
    }
  }
}
