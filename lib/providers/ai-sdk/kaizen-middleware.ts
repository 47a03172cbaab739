import { createKaizen } from '../../client/create-kaizen.js';
import { checkOptions } from '../../options/check-options.js';
import { fillOptions } from '../../options/fill-options.js';
import { ChatCompressor } from '../compress/chat-compressor.js';
import type { CompressionReceipt } from '../compress/receipt.js';
import type { CompressOptions } from '../options/compress-options.js';
import { compressPrompt } from './compress-prompt.js';
import { type KaizenMiddlewareOptions, MIDDLEWARE_OPTION_TABLE } from './middleware-options.js';
import type { CalledModel, PromptParams } from './prompt.js';
import { readForm, type Replied } from './read-form.js';
import { readStreamForm } from './read-stream-form.js';
import { noteOnFinish, noteReceipt, type Noted } from './receipt-notes.js';
import { askForForm, formOf, type ReplyForm, replyHint } from './reply-form.js';

/** What is known of a request that goes to the model. */
interface Asked {
  readonly receipt: CompressionReceipt;
  readonly form: ReplyForm | undefined;
}

/**
 * What `wrapLanguageModel` takes: `LanguageModelV3Middleware` of `ai` 6, `LanguageModelMiddleware` of both `ai`
 * 6 and 7. Made by {@link kaizen}.
 */
export class KaizenMiddleware {
  /** `ai` 6 asks for it; `ai` 7 takes any. */
  readonly specificationVersion = 'v3' as const;
  readonly #options: Readonly<KaizenMiddlewareOptions>;
  readonly #compress: false | CompressOptions;
  /** By the parameters they were made for, which the SDK hands on as they are. */
  readonly #asked = new WeakMap<object, Asked>();
  #compressor: ChatCompressor | undefined;

  /** @internal Use {@link kaizen}. */
  constructor(options: KaizenMiddlewareOptions) {
    checkOptions<KaizenMiddlewareOptions>(options, MIDDLEWARE_OPTION_TABLE, 'middleware');
    this.#options = fillOptions<KaizenMiddlewareOptions>(MIDDLEWARE_OPTION_TABLE, options);
    const { compress = true } = this.#options;
    this.#compress = compress === true ? {} : compress;
  }

  /** Compresses the prompt, and asks for the reply's form. What is given stays as it is. */
  transformParams = async <P extends PromptParams>(call: {
    readonly params: P;
    readonly model: CalledModel;
  }): Promise<P> => {
    const { kaizen, countTokens, reply = 'text' } = this.#options;
    const form = formOf(reply, call.params);
    const params = askForForm(call.params, form);
    this.#compressor ??= new ChatCompressor(kaizen ?? createKaizen({ transport: 'embedded' }));
    const { prompt, receipt } = await compressPrompt(this.#compressor, params.prompt, {
      options: this.#compress,
      countFor: countTokens ? call.model.modelId : undefined,
      replyHint: replyHint(form, call.params),
      signal: params.abortSignal ?? new AbortController().signal,
    });
    const sent = { ...params, prompt };
    this.#asked.set(sent, { receipt, form });
    return sent;
  };

  /** Has the model answer, and puts the receipt beside its answer. */
  wrapGenerate = async <R extends Noted & Replied>(call: {
    readonly doGenerate: () => PromiseLike<R>;
    readonly params: object;
  }): Promise<R> => {
    const reply = await call.doGenerate();
    const { receipt, form } = this.#took(call.params);
    return noteReceipt(readForm(reply, form), receipt);
  };

  /** Has the model answer in pieces, and puts the receipt on the last. */
  wrapStream = async <R extends { readonly stream: ReadableStream<unknown> }>(call: {
    readonly doStream: () => PromiseLike<R>;
    readonly params: object;
  }): Promise<R> => {
    const reply = await call.doStream();
    const { receipt, form } = this.#took(call.params);
    return noteOnFinish(readStreamForm(reply, form), receipt);
  };

  /** What is known of a request that the model took. */
  #took(params: object): Partial<Asked> {
    const asked = this.#asked.get(params);
    const { onReceipt } = this.#options;
    if (asked && onReceipt) {
      new Promise((resolve) => resolve(onReceipt(asked.receipt))).catch(() => undefined);
    }
    return asked ?? {};
  }
}

/**
 * Middleware of the Vercel AI SDK (`ai` 6 and 7) that compresses what a model is sent: JSON in the user's texts,
 * and the results of tools. `providerMetadata.kaizen` has the {@link CompressionReceipt}. What cannot be
 * compressed is sent as it is; replies, unless `reply` says otherwise, and errors are the model's own.
 *
 * @throws `KaizenOptionsError` for an option that is unknown or wrong.
 * @throws `KaizenDependencyError` from a call with `countTokens`, when `gpt-tokenizer` is not installed.
 * @example
 * ```ts
 * const model = wrapLanguageModel({ model: openai('gpt-5-mini'), middleware: kaizen() });
 * const { text, providerMetadata } = await generateText({ model, prompt: JSON.stringify(orders) });
 * console.log(text, providerMetadata?.kaizen);
 * ```
 */
export function kaizen(options: KaizenMiddlewareOptions = {}): KaizenMiddleware {
  return new KaizenMiddleware(options);
}
