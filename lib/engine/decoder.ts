import type { DecodeOptionsDto } from '../contract/requests/decode-options.dto.js';
import type { PromptDecodePayload } from '../contract/requests/prompt-decode-payload.dto.js';
import { KaizenFormatError } from '../errors/format.error.js';
import { checkText } from '../ktof/decode.js';
import { TextRestorer } from '../ktof/embedded/text-restorer.js';
import type { JsonValue } from '../ktof/json-value.js';
import { DEFAULT_MAX_DEPTH } from '../ktof/limits.js';
import type { Codec } from './codec.js';
import { DEFAULT_MAX_PAYLOAD_BYTES, type EngineOptions } from './engine-options.js';
import { readPayload } from './payload.js';
import { readReplay } from './prompts/replay.js';

/** Where in its request the text of a prompt is. */
const KTOF = '$.ktof';

/** What a text stands for. */
export interface Decoded {
  readonly value: JsonValue;
  /** Bytes of the value as compact JSON; of a prompt that is text, of the text. */
  readonly originalBytes: number;
}

/** Decodes texts within the engine's limits. */
export class Decoder {
  private readonly limits: { readonly maxDepth: number; readonly maxBytes: number };

  constructor(
    { maxDepth = DEFAULT_MAX_DEPTH, maxPayloadBytes }: EngineOptions,
    private readonly codec: Codec,
  ) {
    this.limits = { maxDepth, maxBytes: maxPayloadBytes ?? DEFAULT_MAX_PAYLOAD_BYTES };
  }

  /**
   * Reads KTOF. Throws `KaizenFormatError`.
   *
   * @param root Where in the request it is.
   */
  value(ktof: string, root: string, options: DecodeOptionsDto | null | undefined): Decoded {
    return this.asJson(this.read(ktof, root, options), root);
  }

  /**
   * Brings a prompt back; exactly, with the `meta` of its encoding. Throws `KaizenPayloadError` when
   * that does not belong to the text, `KaizenFormatError` for what is no KTOF.
   */
  prompt({ ktof, options, replayMeta }: PromptDecodePayload): Decoded {
    const replay = readReplay(replayMeta, ktof);
    if (!replay) return this.asJson(this.readAlone(ktof, options), KTOF);
    const restorer = new TextRestorer(this.fragments, this.limits.maxBytes);
    if (replay.form === 'strings') {
      const value = this.read(ktof, KTOF, options);
      return this.asJson(restorer.strings(value, replay.replacements), KTOF);
    }
    checkText(ktof, this.limits.maxBytes, KTOF);
    const text = restorer.text(ktof, replay.replacements);
    return { value: text, originalBytes: Buffer.byteLength(text) };
  }

  private readonly fragments = {
    decode: (ktof: string) => this.codec.decode(ktof, this.limits),
  };

  private read(
    ktof: string,
    root: string,
    options: DecodeOptionsDto | null | undefined,
  ): JsonValue {
    checkText(ktof, this.limits.maxBytes, root);
    const { indent, strict } = options ?? {};
    return this.codec.decode(ktof, {
      ...this.limits,
      indent: indent ?? undefined,
      strict: strict ?? undefined,
    });
  }

  /** Reads a prompt without what its encoding said about it: a prompt that was text is no KTOF. */
  private readAlone(ktof: string, options: PromptDecodePayload['options']): JsonValue {
    try {
      return this.read(ktof, KTOF, options);
    } catch (error) {
      if (!(error instanceof KaizenFormatError)) throw error;
      const { reason, line, column } = error;
      const expected = `${error.expected}; a prompt that was text needs its \`replayMeta\``;
      throw new KaizenFormatError(reason, line, column, expected, { cause: error });
    }
  }

  /** Refuses what a small text made huge, such as a long key in many rows, before writing it out. */
  private asJson(value: JsonValue, root: string): Decoded {
    return { value, originalBytes: readPayload(value, this.limits, root).jsonBytes };
  }
}
