import type { KaizenBatchOptions } from '../../client/batch/batch-options.js';
import type { KaizenBatchResult } from '../../client/batch/batch-result.js';
import type { KaizenCallOptions } from '../../client/kaizen-call-options.js';
import type { KaizenDecodeStreamOptions } from '../../client/decode-stream-call-options.js';
import { KaizenService } from '../../client/kaizen.service.js';
import type {
  PromptDecodeStreamEvent,
  PromptEncodeStreamEvent,
  PromptEncodeStreamPayload,
} from '../../client/prompt-stream-events.js';
import type { DecompressResponse } from '../../contract/responses/decompress-response.js';
import type { OptimizeResponseResponse } from '../../contract/responses/optimize-response-response.js';
import type { PromptDecodeResponse } from '../../contract/responses/prompt-decode-response.js';
import type { KaizenRequests, KaizenResponses } from '../../contract/types.js';
import type { KtofSource } from '../../ktof/stream/source.js';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import type { KaizenTransport } from '../../transport/kaizen-transport.js';
import type { KaizenRecorder } from './kaizen-recorder.js';
import { follow, followStream } from './follow.js';

/** A client whose calls are recorded. */
export type RecordedKaizen = KaizenService & {
  /** What has been asked of this client, and what its next calls come to. */
  readonly recorder: KaizenRecorder;
};

/** Records every call, and does all else as any client does. */
export class RecordedKaizenService extends KaizenService {
  constructor(
    transport: KaizenTransport,
    options: ResolvedKaizenOptions,
    /** What has been asked of this client, and what its next calls come to. */
    readonly recorder: KaizenRecorder,
  ) {
    super(transport, options);
  }

  override compress(
    payload: KaizenRequests['compress'],
    call?: KaizenCallOptions,
  ): Promise<KaizenResponses['compress']> {
    const open = this.recorder.begin('compress', payload, call);
    return follow(open, super.compress(payload, call));
  }

  override decompress<T = unknown>(
    payload: KaizenRequests['decompress'],
    call?: KaizenCallOptions,
  ): Promise<DecompressResponse<T>> {
    const open = this.recorder.begin('decompress', payload, call);
    return follow(open, super.decompress<T>(payload, call));
  }

  override optimize(
    payload: KaizenRequests['optimize'],
    call?: KaizenCallOptions,
  ): Promise<KaizenResponses['optimize']> {
    const open = this.recorder.begin('optimize', payload, call);
    return follow(open, super.optimize(payload, call));
  }

  override optimizeRequest(
    payload: KaizenRequests['optimizeRequest'],
    call?: KaizenCallOptions,
  ): Promise<KaizenResponses['optimizeRequest']> {
    const open = this.recorder.begin('optimizeRequest', payload, call);
    return follow(open, super.optimizeRequest(payload, call));
  }

  override optimizeResponse<T = unknown>(
    payload: KaizenRequests['optimizeResponse'],
    call?: KaizenCallOptions,
  ): Promise<OptimizeResponseResponse<T>> {
    const open = this.recorder.begin('optimizeResponse', payload, call);
    return follow(open, super.optimizeResponse<T>(payload, call));
  }

  override promptsEncode(
    payload: KaizenRequests['promptsEncode'],
    call?: KaizenCallOptions,
  ): Promise<KaizenResponses['promptsEncode']> {
    const open = this.recorder.begin('promptsEncode', payload, call);
    return follow(open, super.promptsEncode(payload, call));
  }

  override promptsDecode<T = unknown>(
    payload: KaizenRequests['promptsDecode'],
    call?: KaizenCallOptions,
  ): Promise<PromptDecodeResponse<T>> {
    const open = this.recorder.begin('promptsDecode', payload, call);
    return follow(open, super.promptsDecode<T>(payload, call));
  }

  override health(call?: KaizenCallOptions): Promise<KaizenResponses['health']> {
    const open = this.recorder.begin('health', {}, call);
    return follow(open, super.health(call));
  }

  override promptsEncodeBatch(
    payloads: readonly KaizenRequests['promptsEncode'][],
    options?: KaizenBatchOptions,
  ): Promise<KaizenBatchResult<KaizenResponses['promptsEncode']>> {
    const open = this.recorder.begin('promptsEncodeBatch', payloads, options);
    return follow(open, super.promptsEncodeBatch(payloads, options));
  }

  override promptsDecodeBatch<T = unknown>(
    payloads: readonly KaizenRequests['promptsDecode'][],
    options?: KaizenBatchOptions,
  ): Promise<KaizenBatchResult<PromptDecodeResponse<T>>> {
    const open = this.recorder.begin('promptsDecodeBatch', payloads, options);
    return follow(open, super.promptsDecodeBatch<T>(payloads, options));
  }

  override promptsEncodeStream(
    payload: PromptEncodeStreamPayload,
    call?: KaizenCallOptions,
  ): AsyncGenerator<PromptEncodeStreamEvent, void, undefined> {
    const open = this.recorder.begin('promptsEncodeStream', payload, call);
    return followStream(open, super.promptsEncodeStream(payload, call));
  }

  override promptsDecodeStream<T = unknown>(
    chunks: KtofSource,
    call?: KaizenDecodeStreamOptions,
  ): AsyncGenerator<PromptDecodeStreamEvent<T>, void, undefined> {
    const open = this.recorder.begin('promptsDecodeStream', chunks, call);
    return followStream(open, super.promptsDecodeStream<T>(chunks, call));
  }
}
