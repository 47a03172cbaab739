import type { PromptEncodePayload } from '../../contract/requests/prompt-encode-payload.dto.js';
import { TextRewriter } from '../../ktof/embedded/text-rewriter.js';
import type { ResolvedEncodeOptions } from '../../ktof/encode-options.js';
import type { JsonValue } from '../../ktof/json-value.js';
import { type ChatList, findChatList } from '../chat/chat-list.js';
import { messageChanges, ownMessages } from '../chat/own-messages.js';
import { messagesToSend, rewritePrompt } from '../chat/rewrite-prompt.js';
import type { Encoded } from '../encoded.js';
import type { Encoder } from '../encoder.js';
import { type Payload, readPayload } from '../payload.js';
import { describeDetection } from './describe-detection.js';
import { EngineFragments } from './engine-fragments.js';
import { schemaColumns } from './schema-columns.js';

/** Where in its request a prompt is. */
const PROMPT = '$.prompt';

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
    return autoDetectJson === false ? task.untouched() : task.detected();
  }
}

/** The encoding of one prompt. */
class PromptTask {
  private readonly payload: Payload;
  private readonly fragments: EngineFragments;
  private readonly rewriter: TextRewriter;

  constructor(
    private readonly prompt: unknown,
    private readonly encoder: Encoder,
    private readonly options: ResolvedEncodeOptions,
  ) {
    this.payload = readPayload(prompt, options, PROMPT);
    this.fragments = new EngineFragments(encoder.codec, options);
    this.rewriter = new TextRewriter(this.fragments);
  }

  /** With its strings as they are. */
  untouched(): Encoded {
    const encoded = this.encoder.encode(this.payload, this.options);
    const meta = describeDetection('strings', encoded.text, { found: 0, replacements: [] });
    const chat = findChatList(this.payload.value);
    return { ...encoded, meta, messages: chat && this.own(chat, chat.messages) };
  }

  /** With the JSON in its strings replaced. */
  detected(): Encoded {
    const { value } = this.payload;
    return typeof value === 'string' ? this.text(value) : this.structure();
  }

  /** A prompt that is text stays text: a model reads it as it is, without quotes and escapes. */
  private text(original: string): Encoded {
    const text = this.rewriter.text(original, []);
    const meta = describeDetection('text', text, this.rewriter);
    const originalBytes = Buffer.byteLength(original);
    const { verified } = this.fragments;
    return { text, originalBytes, original: () => original, verified, meta };
  }

  private structure(): Encoded {
    const { value: original, wellFormed, json, jsonBytes: originalBytes } = this.payload;
    const value = rewritePrompt(original, this.rewriter);
    const text = this.encoder.write({ value, wellFormed }, this.options);
    if (text === undefined) return { ...this.untouched(), verified: false };
    const chat = findChatList(original);
    const messages = chat && this.own(chat, messagesToSend(value, this.write));
    const { verified } = this.fragments;
    const meta = describeDetection('strings', text, this.rewriter);
    return { text, originalBytes, original: json, verified, meta, messages };
  }

  /** The messages as the caller's own objects, where they are not what JSON sees of them. */
  private own(chat: ChatList, toSend: unknown[] = chat.messages): unknown[] | undefined {
    const isJson = this.prompt === this.payload.value;
    return isJson ? toSend : ownMessages(this.prompt, messageChanges(chat, toSend));
  }

  private readonly write = (value: JsonValue): string => {
    const payload = readPayload(value, this.options, PROMPT);
    const { text, verified } = this.encoder.encode(payload, this.options);
    if (!verified) this.fragments.mismatch();
    return text;
  };
}
