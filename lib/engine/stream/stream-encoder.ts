import { type EncodeOptionsDto } from '../../contract/requests/encode-options.dto.js';
import { KaizenFormatError } from '../../errors/format.error.js';
import { normalize } from '../../ktof/encode/normalize.js';
import { type ResolvedEncodeOptions } from '../../ktof/encode-options.js';
import { resolveDecodeOptions } from '../../ktof/decode-options.js';
import { type JsonValue } from '../../ktof/json-value.js';
import { writePages } from '../../ktof/stream/encode-stream.js';
import { PlannedDocument } from '../../ktof/stream/planned-document.js';
import { StreamDecoder } from '../../ktof/stream/stream-decoder.js';
import { TextFeed } from '../../ktof/stream/text-feed.js';
import { KTOF_CODEC } from '../codec.js';
import { Encoder } from '../encoder.js';
import { type EngineOptions } from '../engine-options.js';
import { tellFailure } from '../tell-failure.js';
import { Agreement } from './agreement.js';

/** How many code units of text are made at a time. */
const PAGE_SIZE = 16_384;

/** A text that is ready to be written. */
export interface StreamedText {
  /** Bytes of the payload as compact JSON. */
  readonly originalBytes: number;
  readonly pages: AsyncIterable<string>;
}

/** Encodes payloads page by page, and makes sure beforehand that they read back. */
export class StreamEncoder {
  private readonly encoder: Encoder;

  constructor(private readonly options: EngineOptions) {
    this.encoder = new Encoder(options, KTOF_CODEC);
  }

  /**
   * Reads a payload, chooses its forms and, unless told otherwise, has it decoded once and compared.
   * Should it not read back, its pages are compact JSON.
   */
  async begin(
    payload: unknown,
    given: EncodeOptionsDto | null | undefined,
    signal: AbortSignal | undefined,
  ): Promise<StreamedText> {
    const options = this.encoder.resolve(given);
    const normalized = normalize(payload, options, '$.prompt');
    let document = new PlannedDocument(normalized, options);
    const originalBytes = document.jsonBytes;
    const verify = this.options.verify ?? true;
    if (verify && !(await readsBack(document, normalized.value, options, signal))) {
      tellFailure(this.options.onVerificationFailure, { operation: 'promptsEncode' });
      document = new PlannedDocument(normalized, options, true);
    }
    return { originalBytes, pages: writePages(document, PAGE_SIZE, signal) };
  }
}

async function readsBack(
  document: PlannedDocument,
  value: JsonValue,
  { indent, maxDepth }: ResolvedEncodeOptions,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const feed = new TextFeed(Number.MAX_SAFE_INTEGER, false);
  const decoder = new StreamDecoder(feed, resolveDecodeOptions({ indent, maxDepth }), false);
  const agreement = new Agreement(value);
  const pages = writePages(document, PAGE_SIZE, signal);
  try {
    for (const step of decoder.steps()) {
      if (step?.type === 'value' && !agreement.accepts(step)) return false;
      if (step === undefined) await fill(feed, pages);
    }
  } catch (error) {
    if (error instanceof KaizenFormatError) return false;
    throw error;
  }
  return agreement.isComplete;
}

async function fill(feed: TextFeed, pages: AsyncIterator<string, void>): Promise<void> {
  const { value: page, done } = await pages.next();
  if (done) feed.end();
  else feed.push(page);
}
