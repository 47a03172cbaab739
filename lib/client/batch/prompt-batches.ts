import type { KaizenBatchOperation } from '../../contract/batch-routes.js';
import { invalidRequest } from '../../contract/invalid-request.js';
import type { KaizenRequests, KaizenResponses } from '../../contract/types.js';
import { LoopShare } from '../../engine/pool/loop-share.js';
import type { CallWatch } from '../../observability/call-watch.js';
import type { Reporter } from '../../observability/reporter.js';
import { checkOptions } from '../../options/check-options.js';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import type { KaizenTransport } from '../../transport/kaizen-transport.js';
import { withRequestId } from '../call-errors.js';
import { callIdOf } from '../call-id.js';
import type { CallRunner } from '../call-runner.js';
import { BATCH_OPTION_TABLE, type KaizenBatchOptions } from './batch-options.js';
import type { KaizenBatchResult } from './batch-result.js';
import { type BatchParts, type BatchPlan, BatchRun } from './batch-run.js';
import { BatchWatches } from './batch-watches.js';

/** The batches of a client. */
export class PromptBatches {
  readonly #share = new LoopShare();

  constructor(
    private readonly transport: KaizenTransport,
    private readonly options: ResolvedKaizenOptions,
    private readonly calls: CallRunner,
    private readonly reporter: Reporter,
  ) {}

  /** See `KaizenService.promptsEncodeBatch` and `promptsDecodeBatch`. */
  async run<O extends KaizenBatchOperation>(
    operation: O,
    payloads: readonly KaizenRequests[O][],
    given: KaizenBatchOptions = {},
  ): Promise<KaizenBatchResult<KaizenResponses[O]>> {
    checkOptions<KaizenBatchOptions>(given, BATCH_OPTION_TABLE, 'call');
    const { onError, onProgress, concurrency, signal, ...own } = given;
    const { timeoutMs = this.options.timeoutMs } = own;
    const requestId = callIdOf(own);
    const watch = this.#watch(operation, requestId, own.headers);
    const watches = this.#watches(operation, requestId, payloads);
    const { span } = watch;
    const plan: BatchPlan = {
      call: { ...own, timeoutMs, requestId, ...(span && { span }) },
      concurrency: this.#concurrency(concurrency),
      outcome: { onError, onProgress },
    };
    const limits = { method: `${operation}Batch`, signal, timeoutMs };
    try {
      const result = await watch.run(() =>
        this.calls.run(limits, async (stop) =>
          new BatchRun(operation, listOf(payloads), plan, this.#parts(watches)).run(stop),
        ),
      );
      watch.succeeded(result);
      return result;
    } catch (error) {
      const named = withRequestId(error, requestId);
      watch.failed(named);
      void watches.fail(named);
      throw named;
    }
  }

  #watch(
    operation: KaizenBatchOperation,
    requestId: string,
    headers: KaizenBatchOptions['headers'],
  ): CallWatch {
    const { kind: transport } = this.transport;
    const called = `${operation}Batch`;
    return this.reporter.beginBatch({ operation: called, requestId, transport, headers });
  }

  #watches(operation: KaizenBatchOperation, requestId: string, payloads: unknown): BatchWatches {
    const { kind: transport } = this.transport;
    const total = Array.isArray(payloads) ? payloads.length : 0;
    const batch = { operation, requestId, transport, total };
    return new BatchWatches(batch, this.reporter, this.#share);
  }

  #parts(watches: BatchWatches): BatchParts {
    const { maxPayloadBytes } = this.options;
    return { transport: this.transport, watches, share: this.#share, maxPayloadBytes };
  }

  /** Of a service not more than `maxConcurrency`: it would only fill the queue that other calls wait in. */
  #concurrency(wanted = 8): number {
    const { maxConcurrency = wanted } = this.options;
    return this.transport.kind === 'http' ? Math.min(wanted, maxConcurrency) : wanted;
  }
}

/** The list as it is now: what its owner adds or takes away later changes nothing. */
function listOf(payloads: unknown): readonly unknown[] {
  if (Array.isArray(payloads)) return Array.from<unknown>(payloads);
  throw invalidRequest('$', 'must be a list of payloads. Pass an array.');
}
