import { types } from 'node:util';
import { KaizenFormatError } from '../../errors/format.error.js';
import type { KaizenError } from '../../errors/kaizen.error.js';
import { tooLarge } from '../payload-size.js';
import type { Place } from './place.js';
import { wrongType } from './source.js';
import { Utf8Reader } from './utf8-reader.js';

/** Takes chunks of a text, and holds what they say until it is taken. */
export class TextFeed {
  /** True when the text is complete. */
  isEnded = false;
  /** The bytes of all that has come, in UTF-8. */
  totalBytes = 0;
  /** What nobody has taken yet. */
  private pieces: string[] = [];
  private heldBytes = 0;
  private failure: ((place: Place) => KaizenError) | undefined;
  private readonly utf8 = new Utf8Reader();
  /** Whether the last string ended with the first half of a character of two UTF-16 units. */
  private endsInHalf = false;

  /**
   * @param maxBytes The most to hold.
   * @param holdsAll Whether all of the text counts as held, and not just what is still to be read.
   */
  constructor(
    private readonly maxBytes: number,
    private readonly holdsAll: boolean,
  ) {}

  /** Takes the next chunk. What is wrong with it is told by {@link throwIfBroken}. */
  push(chunk: unknown): void {
    if (typeof chunk === 'string') this.pushText(chunk, this.bytesOf(chunk));
    else if (types.isUint8Array(chunk)) this.pushBytes(chunk);
    else this.failure = () => wrongType('A chunk of the stream', chunk, 'a string or a Uint8Array');
  }

  /** Takes note that no chunk follows. */
  end(): void {
    if (this.utf8.isInsideCharacter) this.failure = badBytes;
    else this.isEnded = true;
  }

  /** Whether there is text to take. */
  get hasText(): boolean {
    return this.pieces.length > 0;
  }

  /** Takes the text that has come since. */
  take(): readonly string[] {
    const { pieces } = this;
    this.pieces = [];
    return pieces;
  }

  /** Shows the text that {@link take} would give. */
  peek(): readonly string[] {
    return this.pieces;
  }

  /** Takes note of how much is still to be read of what was taken. */
  holds(rest: string): void {
    if (!this.holdsAll) this.heldBytes = Buffer.byteLength(rest);
  }

  /**
   * Throws for a chunk that was neither a string nor UTF-8, or too large.
   *
   * @param place Where the text ends so far.
   */
  throwIfBroken(place: () => Place): void {
    if (this.failure) throw this.failure(place());
  }

  /** Each half of a character counts as three bytes alone; both, shared by two chunks, are the four of one. */
  private bytesOf(chunk: string): number {
    if (chunk === '') return 0;
    const isShared = this.endsInHalf && isUnit(chunk.charCodeAt(0), 0xdc00);
    this.endsInHalf = isUnit(chunk.charCodeAt(chunk.length - 1), 0xd800);
    return Buffer.byteLength(chunk) - (isShared ? 2 : 0);
  }

  private pushBytes(bytes: Uint8Array): void {
    this.endsInHalf = false;
    const { text, isValid } = this.utf8.read(bytes);
    this.pushText(text, bytes.length);
    if (!isValid) this.failure ??= badBytes;
  }

  private pushText(text: string, bytes: number): void {
    this.totalBytes += bytes;
    this.heldBytes += bytes;
    if (this.heldBytes > this.maxBytes) this.failure = () => this.tooLarge();
    else if (text !== '') this.pieces.push(text);
  }

  private tooLarge(): KaizenError {
    return tooLarge(this.holdsAll ? 'The text' : 'A value of the text', this.maxBytes, '$');
  }
}

/** @param first The first of the surrogates of its kind. */
function isUnit(unit: number, first: number): boolean {
  return unit >= first && unit < first + 0x400;
}

function badBytes({ line, column }: Place): KaizenFormatError {
  return new KaizenFormatError('Bytes that are not UTF-8', line, column, 'text in UTF-8');
}
