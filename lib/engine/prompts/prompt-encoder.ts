import { type PromptEncodePayload } from '../../contract/requests/prompt-encode-payload.dto.js';
import { TextRewriter } from '../../ktof/embedded/text-rewriter.js';
import { type ResolvedEncodeOptions } from '../../ktof/encode-options.js';
import { type NormalizedValue, normalize } from '../../ktof/encode/normalize.js';
import { type JsonValue } from '../../ktof/json-value.js';
import { findChatList } from '../chat/chat-list.js';
import { messagesToSend, rewritePrompt } from '../chat/rewrite-prompt.js';
import { type Encoded } from '../encoded.js';
import { type Encoder } from '../encoder.js';
import { describeDetection } from './describe-detection.js';
import { EngineFragments } from './engine-fragments.js';
import { schemaColumns } from './schema-columns.js';

/** Encodes prompts. JSON inside their strings becomes KTOF in its place, unless told otherwise. */
export class PromptEncoder {
  constructor(private readonly encoder: Encoder) {}

  /** Throws `KaizenPayloadError` for a prompt that JSON cannot hold, or past a limit. */
  encode({ prompt, options, autoDetectJson, schemas }: PromptEncodePayload): Encoded {
    const columns = schemaColumns(schemas);
    const task = new PromptTask(prompt, this.encoder, {
      ...this.encoder.resolve(options),
      columns,
    });
    if (autoDetectJson === false) return task.untouched();
    return typeof prompt === 'string' ? task.text(prompt) : task.value();
  }
}

/** The encoding of one prompt. */
class PromptTask {
  private readonly normalized: NormalizedValue;
  private readonly fragments: EngineFragments;
  private readonly rewriter: TextRewriter;

  constructor(
    private readonly prompt: unknown,
    private readonly encoder: Encoder,
    private readonly options: ResolvedEncodeOptions,
  ) {
    this.normalized = normalize(prompt, options);
    this.fragments = new EngineFragments(encoder.codec, options);
    this.rewriter = new TextRewriter(this.fragments);
  }

  /** With its strings as they are. */
  untouched(): Encoded {
    const encoded = this.encoder.encode(this.normalized, this.options);
    const meta = describeDetection('strings', encoded.text, { found: 0, replacements: [] });
    return { ...encoded, meta, messages: findChatList(this.prompt)?.messages };
  }

  /** A prompt that is text stays text: a model reads it as it is, without quotes and escapes. */
  text(original: string): Encoded {
    const text = this.rewriter.text(original, []);
    const meta = describeDetection('text', text, this.rewriter);
    return { text, original, verified: this.fragments.verified, meta };
  }

  value(): Encoded {
    const { value: original, wellFormed } = this.normalized;
    const value = this.rewrite(original, this.rewriter) as JsonValue;
    const text = this.encoder.write({ value, wellFormed }, this.options);
    if (text === undefined) return { ...this.untouched(), verified: false };
    return {
      text,
      original: JSON.stringify(original),
      verified: this.fragments.verified,
      meta: describeDetection('strings', text, this.rewriter),
      messages: this.messages(value),
    };
  }

  /**
   * The list to send. JSON cannot hold all that a caller's messages may (an image in a buffer, keys
   * that are undefined): where it cannot, the list is made from the messages themselves.
   */
  private messages(rewritten: JsonValue): unknown[] | undefined {
    const isJson = this.prompt === this.normalized.value;
    if (isJson) return messagesToSend(rewritten, this.write);
    if (!findChatList(this.prompt)) return undefined;
    return messagesToSend(this.rewrite(this.prompt, new TextRewriter(this.fragments)), this.write);
  }

  private rewrite(prompt: unknown, rewriter: TextRewriter): unknown {
    return rewritePrompt(prompt, rewriter, (value) => normalize(value, this.options).value);
  }

  private readonly write = (value: unknown): string =>
    this.encoder.encode(normalize(value, this.options), this.options).text;
}
