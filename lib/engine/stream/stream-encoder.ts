import type { EncodeOptionsDto } from '../../contract/requests/encode-options.dto.js';
import { KaizenFormatError } from '../../errors/format.error.js';
import type { ResolvedEncodeOptions } from '../../ktof/encode-options.js';
import { resolveDecodeOptions } from '../../ktof/decode-options.js';
import { inTurns, throwIfAborted, writePages } from '../../ktof/stream/encode-stream.js';
import { Pacer } from '../../ktof/stream/pacer.js';
import { PlannedDocument } from '../../ktof/stream/planned-document.js';
import { StreamDecoder } from '../../ktof/stream/stream-decoder.js';
import { TextFeed } from '../../ktof/stream/text-feed.js';
import { KTOF_CODEC } from '../codec.js';
import { Encoder } from '../encoder.js';
import type { EngineOptions } from '../engine-options.js';
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
    const planned = await inTurns(PlannedDocument.steps(payload, options, '$.prompt'), signal);
    const { verify = true, onVerificationFailure } = this.options;
    const isSound = !verify || (await readsBack(planned, options, signal));
    if (!isSound) tellFailure(onVerificationFailure, { operation: 'promptsEncode' });
    const document = isSound ? planned : planned.asJson();
    const pages = writePages(document, PAGE_SIZE, signal);
    return { originalBytes: document.jsonBytes, pages };
  }
}

async function readsBack(
  document: PlannedDocument,
  { indent, maxDepth }: ResolvedEncodeOptions,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const feed = new TextFeed(Number.MAX_SAFE_INTEGER, false);
  const decoder = new StreamDecoder(feed, resolveDecodeOptions({ indent, maxDepth }), false);
  const agreement = new Agreement(document.value);
  const pages = document.pages(PAGE_SIZE);
  const pacer = new Pacer();
  try {
    for (const step of decoder.steps()) {
      if (step?.type === 'value' && !agreement.accepts(step)) return false;
      if (step === undefined) fill(feed, pages);
      if (!pacer.isDue()) continue;
      await pacer.pause();
      throwIfAborted(signal);
    }
  } catch (error) {
    if (error instanceof KaizenFormatError) return false;
    throw error;
  }
  return agreement.isComplete;
}

function fill(feed: TextFeed, pages: Iterator<string, void>): void {
  const { value: page, done } = pages.next();
  if (done) feed.end();
  else feed.push(page);
}
