import type { KaizenOperation } from '../contract/operations.js';
import type { KaizenRequests } from '../contract/types.js';
import { type Codec, KTOF_CODEC } from './codec.js';
import { countSavings } from './count-savings.js';
import { type Decoded, Decoder } from './decoder.js';
import type { Encoded } from './encoded.js';
import { Encoder } from './encoder.js';
import type { EngineOptions } from './engine-options.js';
import { keptNowhere } from './prompts/kept-nowhere.js';
import { PromptEncoder } from './prompts/prompt-encoder.js';
import { readPayload } from './payload.js';
import { tellFailure } from './tell-failure.js';
import { type WireEnvelope, envelope, wireStats } from './wire-envelope.js';

/** Carries out the operations of the Kaizen API in this process. */
export interface KaizenEngine {
  /**
   * Carries out one operation and answers as the REST API documents it.
   *
   * @param request A request that has been validated. It is not changed.
   * @throws KaizenPayloadError for a payload that JSON cannot hold, past a limit, or for replay data
   * that does not belong to its text.
   * @throws KaizenFormatError for text that is not valid KTOF.
   */
  execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
  ): Promise<WireEnvelope>;
}

/**
 * Makes an engine. It holds no state: any number of calls may run at once.
 *
 * @param codec What writes and reads the text. Default KTOF.
 */
export function createEngine(options: EngineOptions = {}, codec: Codec = KTOF_CODEC): KaizenEngine {
  return new EmbeddedEngine(options, codec);
}

/** How each operation is carried out. */
type Handlers = {
  [O in KaizenOperation]: (request: KaizenRequests[O]) => Promise<WireEnvelope> | WireEnvelope;
};

/** What the requests of the encoding operations may have beside their payload. */
type Extras = Pick<KaizenRequests['promptsEncode'], 'tokenModels' | 'metadata' | 'schemas'>;

class EmbeddedEngine implements KaizenEngine {
  private readonly encoder: Encoder;
  private readonly prompts: PromptEncoder;
  private readonly decoder: Decoder;

  constructor(
    private readonly options: EngineOptions,
    codec: Codec,
  ) {
    this.encoder = new Encoder(options, codec);
    this.prompts = new PromptEncoder(this.encoder);
    this.decoder = new Decoder(options, codec);
  }

  async execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
  ): Promise<WireEnvelope> {
    const handlers: Handlers = this.handlers;
    return handlers[operation](request);
  }

  private readonly handlers: Handlers = {
    health: () => envelope('health', {}),
    compress: (request) => this.encoded('compress', this.data(request)),
    optimize: (request) => this.encoded('optimize', this.data(request), request),
    optimizeRequest: (request) =>
      this.encoded('optimizeRequest', this.prompts.encode(request), request),
    promptsEncode: (request) =>
      this.encoded('promptsEncode', this.prompts.encode(keptNowhere(request)), request),
    decompress: ({ data, options }) =>
      this.decoded('decompress', data, this.decoder.value(data, '$.data', options)),
    optimizeResponse: ({ ktof, options }) =>
      this.decoded('optimizeResponse', ktof, this.decoder.value(ktof, '$.ktof', options)),
    promptsDecode: (request) =>
      this.decoded('promptsDecode', request.ktof, this.decoder.prompt(request), request),
  };

  private data({ data, options }: KaizenRequests['compress']): Encoded {
    const resolved = this.encoder.resolve(options);
    return this.encoder.encode(readPayload(data, resolved, '$.data'), resolved);
  }

  private async encoded(
    operation: KaizenOperation,
    encoded: Encoded,
    { tokenModels, metadata, schemas }: Extras = {},
  ): Promise<WireEnvelope> {
    const { originalBytes, text, messages } = encoded;
    if (!encoded.verified) tellFailure(this.options.onVerificationFailure, { operation });
    return envelope(operation, {
      result: text,
      messages,
      stats: wireStats(originalBytes, Buffer.byteLength(text)),
      token_stats: tokenModels?.length ? await countSavings(encoded, tokenModels) : undefined,
      meta: metaOf(encoded, schemas),
      metadata: metadata ?? undefined,
    });
  }

  private decoded(
    operation: KaizenOperation,
    text: string,
    { value, originalBytes }: Decoded,
    { metadata }: Pick<Extras, 'metadata'> = {},
  ): WireEnvelope {
    return envelope(operation, {
      result: value,
      stats: wireStats(originalBytes, Buffer.byteLength(text)),
      metadata: metadata ?? undefined,
    });
  }
}

function metaOf({ meta, verified }: Encoded, schemas: Extras['schemas']): WireEnvelope | undefined {
  const all = {
    ...meta,
    ...(schemas && { schemas }),
    ...(!verified && { verification_failed: true }),
  };
  return Object.keys(all).length > 0 ? all : undefined;
}
