import { type KaizenOperation } from '../contract/operations.js';
import { type DecodeOptionsDto } from '../contract/requests/decode-options.dto.js';
import { type KaizenRequests } from '../contract/types.js';
import { decode } from '../ktof/decode.js';
import { type DecodeOptions } from '../ktof/decode-options.js';
import { countSavings } from './count-savings.js';
import { Encoder } from './encoder.js';
import { DEFAULT_MAX_PAYLOAD_BYTES, type EngineOptions } from './engine-options.js';
import { type WireEnvelope, envelope, wireStats } from './wire-envelope.js';

/** Carries out the operations of the Kaizen API in this process. */
export interface KaizenEngine {
  /**
   * Carries out one operation and answers as the REST API documents it.
   *
   * @param request A request that has been validated. It is not changed.
   * @throws KaizenPayloadError for a payload that JSON cannot hold, or past a limit.
   * @throws KaizenFormatError for text that is not valid KTOF.
   */
  execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
  ): Promise<WireEnvelope>;
}

/** Makes an engine. It holds no state: any number of calls may run at once. */
export function createEngine(options: EngineOptions = {}): KaizenEngine {
  return new EmbeddedEngine(options);
}

/** How each operation is carried out. */
type Handlers = {
  [O in KaizenOperation]: (request: KaizenRequests[O]) => Promise<WireEnvelope> | WireEnvelope;
};

/** What the encoding operations ask for, each in its own fields. */
interface EncodeTask {
  readonly value: unknown;
  readonly options: KaizenRequests['compress']['options'];
  readonly models?: KaizenRequests['optimize']['tokenModels'];
  readonly metadata?: KaizenRequests['optimizeRequest']['metadata'];
  readonly schemas?: KaizenRequests['promptsEncode']['schemas'];
}

class EmbeddedEngine implements KaizenEngine {
  private readonly encoder: Encoder;
  private readonly limits: Pick<DecodeOptions, 'maxDepth' | 'maxBytes'>;

  constructor(options: EngineOptions) {
    this.encoder = new Encoder(options);
    const { maxDepth, maxPayloadBytes = DEFAULT_MAX_PAYLOAD_BYTES } = options;
    this.limits = { maxDepth, maxBytes: maxPayloadBytes };
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
    compress: ({ data, options }) => this.encode('compress', { value: data, options }),
    optimize: ({ data, options, tokenModels }) =>
      this.encode('optimize', { value: data, options, models: tokenModels }),
    optimizeRequest: ({ prompt, options, metadata, tokenModels }) =>
      this.encode('optimizeRequest', { value: prompt, options, metadata, models: tokenModels }),
    promptsEncode: ({ prompt, options, metadata, schemas, tokenModels }) =>
      this.encode('promptsEncode', {
        value: prompt,
        options,
        metadata,
        schemas,
        models: tokenModels,
      }),
    decompress: ({ data, options }) => this.decode('decompress', data, options),
    optimizeResponse: ({ ktof, options }) => this.decode('optimizeResponse', ktof, options),
    promptsDecode: ({ ktof, options, metadata }) =>
      this.decode('promptsDecode', ktof, options, metadata),
  };

  private async encode(operation: KaizenOperation, task: EncodeTask): Promise<WireEnvelope> {
    const encoded = this.encoder.encode(task.value, task.options);
    const { text, json } = encoded;
    return envelope(operation, {
      result: text,
      stats: wireStats(Buffer.byteLength(json), Buffer.byteLength(text)),
      token_stats: await countSavings(encoded, task.models),
      meta: task.schemas ? { schemas: task.schemas } : undefined,
      metadata: task.metadata ?? undefined,
    });
  }

  private decode(
    operation: KaizenOperation,
    text: string,
    options: DecodeOptionsDto | null | undefined,
    metadata?: Record<string, unknown> | null,
  ): WireEnvelope {
    const { indent, strict } = options ?? {};
    const result = decode(text, {
      ...this.limits,
      indent: indent ?? undefined,
      strict: strict ?? undefined,
    });
    const json = JSON.stringify(result);
    return envelope(operation, {
      result,
      stats: wireStats(Buffer.byteLength(json), Buffer.byteLength(text)),
      metadata: metadata ?? undefined,
    });
  }
}
