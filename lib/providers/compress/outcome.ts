import { KaizenError } from '../../errors/kaizen.error.js';
import type { SentMessage } from '../chat/message.js';
import type { SentPart } from '../chat/part.js';
import { type Block, type Draft, writeDraft } from './block.js';
import type { DraftMessage, DraftPart } from './draft-messages.js';
import { countTexts, sizesOf, type TextPair } from './measure-texts.js';
import type { CompressionReceipt, EncodedBlock, SkippedBlock } from './receipt.js';

/** A line that would be taken for the end of the fence around it. */
const CLOSES_FENCE = /^ {0,3}(?:`{3}|~{3})/m;

/** What became of each block of a chat: writes the messages and the receipt. */
export class Outcome {
  readonly #texts = new Map<Block, string>();
  readonly #errors = new Map<Block, unknown>();
  readonly #encoded: EncodedBlock[] = [];
  readonly #skipped: SkippedBlock[] = [];
  readonly #pairs: TextPair[] = [];

  /** A block was encoded. */
  encoded(block: Block, text: string): void {
    this.#texts.set(block, text);
  }

  /** A block could not be encoded. */
  failed(block: Block, error: unknown): void {
    this.#errors.set(block, error);
  }

  /**
   * A text is added.
   *
   * @param before What of it would be there without compression.
   * @returns The text.
   */
  added(text: string, before = ''): string {
    this.#pairs.push([before, text]);
    return text;
  }

  /** The message as it is sent. */
  message({ message, parts, toolName }: DraftMessage): SentMessage {
    const name = toolName === undefined ? {} : { name: toolName };
    const written = parts.map((part) => (part.type === 'draft' ? this.#part(part) : part));
    if (message.content === undefined) return message as SentMessage;
    const [first] = written;
    const isText = typeof message.content === 'string' && first?.type === 'text';
    return { ...message, ...name, content: isText ? first.text : written };
  }

  /** @param countFor The model whose tokens are counted; without it none are. */
  async receipt(countFor: string | undefined): Promise<CompressionReceipt> {
    const bytes = sizesOf(this.#pairs, (text) => Buffer.byteLength(text));
    const saved = bytes.before === 0 ? 0 : (1 - bytes.after / bytes.before) * 100;
    return {
      encoded: this.#encoded,
      skipped: this.#skipped,
      bytes,
      ...(countFor !== undefined && { tokens: await countTexts(this.#pairs, countFor) }),
      savedPercent: Math.round(saved * 10) / 10,
    };
  }

  #part({ draft, vendor }: DraftPart): SentPart {
    return { type: 'text', text: this.#write(draft), ...(vendor && { vendor }) };
  }

  #write(draft: Draft): string {
    const before = writeDraft(draft, ({ original }) => original);
    const after = writeDraft(draft, (block) => this.#decide(block));
    this.#pairs.push([before, after]);
    return after;
  }

  /** What is sent for a block: never anything larger than what it stands for. */
  #decide(block: Block): string {
    const { path, what, original, payload, isFenced, skip } = block;
    const encoded = this.#texts.get(block);
    if (encoded === undefined) return this.#leave(block, skip ?? 'failed');
    if (encoded === payload?.prompt) return this.#leave(block, 'not-smaller');
    const text = block.write(encoded);
    const bytesBefore = Buffer.byteLength(original);
    const bytesAfter = Buffer.byteLength(text);
    const breaksOut = isFenced && CLOSES_FENCE.test(encoded);
    if (bytesAfter >= bytesBefore || breaksOut) return this.#leave(block, 'not-smaller');
    this.#encoded.push({ path, what, bytesBefore, bytesAfter });
    return text;
  }

  #leave(block: Block, reason: SkippedBlock['reason']): string {
    const { path, what, original } = block;
    const error = this.#errors.get(block);
    const code = error instanceof KaizenError ? { code: error.code } : {};
    const isPlain = what === 'prose' && this.#texts.get(block) === original;
    // A text that has no JSON is no block that was skipped.
    if (!isPlain) this.#skipped.push({ path, reason, bytes: Buffer.byteLength(original), ...code });
    return original;
  }
}
