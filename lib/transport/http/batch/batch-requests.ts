import { BATCH_ROUTES, type KaizenBatchOperation } from '../../../contract/batch-routes.js';
import { LoopShare } from '../../../engine/pool/loop-share.js';
import { KaizenAPIError } from '../../../errors/api.error.js';
import { KaizenResponseError } from '../../../errors/response.error.js';
import type { ResolvedKaizenOptions } from '../../../options/kaizen-options.js';
import type {
  KaizenBatchAnswer,
  KaizenBatchItem,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../../kaizen-transport.js';
import { requestBody } from '../request-body.js';
import { isAbsent, KnownRoutes } from '../known-routes.js';
import { readBatch, type SentItem } from './read-batch.js';

/** Sends a body to a route that an operation has beside its own. */
export type SendBody = (
  operation: KaizenBatchOperation,
  path: string,
  body: string,
  call: KaizenTransportCall,
) => Promise<KaizenTransportAnswer>;

/** The service does not take these requests together; of each alone it may. */
const TOGETHER = [400, 413, 422];
/** `{"items":[` and `]}`. */
const AROUND_BYTES = 12;

/** The batches that a client sends to a service. */
export class BatchRequests {
  readonly #routes = new KnownRoutes();
  readonly #share = new LoopShare();

  constructor(
    private readonly options: ResolvedKaizenOptions,
    private readonly send: SendBody,
  ) {}

  /** See `KaizenTransport.takesBatch`. */
  takes(operation: KaizenBatchOperation): boolean | undefined {
    return this.#routes.known(BATCH_ROUTES[operation].path);
  }

  /** See `KaizenTransport.executeBatch`. */
  async execute<O extends KaizenBatchOperation>(
    operation: O,
    items: readonly KaizenBatchItem<O>[],
    call: KaizenTransportCall,
  ): Promise<readonly KaizenBatchAnswer[] | undefined> {
    const answers = new Map<KaizenBatchItem<O>, KaizenBatchAnswer>();
    const sent = new Map<KaizenBatchItem<O>, SentItem>();
    for (const item of items) {
      await this.#share.next();
      try {
        const text = requestBody(operation, item.request, this.options)!;
        sent.set(item, { requestId: item.requestId, text });
      } catch (error) {
        answers.set(item, { error });
      }
    }
    if (sent.size > 0) {
      const told = await this.#ask(operation, [...sent.values()], call);
      if (!told) return undefined;
      [...sent.keys()].forEach((item, index) => answers.set(item, told[index]!));
    }
    return items.map((item) => answers.get(item)!);
  }

  async #ask(
    operation: KaizenBatchOperation,
    items: readonly SentItem[],
    call: KaizenTransportCall,
  ): Promise<readonly KaizenBatchAnswer[] | undefined> {
    const { path } = BATCH_ROUTES[operation];
    const body = `{"items":[${items.map(({ text }) => text).join()}]}`;
    if (isLarger(body, this.options.maxPayloadBytes + AROUND_BYTES)) return undefined;
    const send = (): Promise<KaizenTransportAnswer> => this.send(operation, path, body, call);
    try {
      const answer = await this.#routes.ask(path, send, (error) => {
        if (isAbsent(error)) call.onRefused?.(error);
        return isAbsent(error);
      });
      return answer && readBatch(answer, { operation, call, items, options: this.options });
    } catch (error) {
      if (!isStatusOf(error, TOGETHER) && !isTooLarge(error)) throw error;
      call.onRefused?.(error);
      return undefined;
    }
  }
}

function isLarger(text: string, bytes: number): boolean {
  return text.length > bytes || Buffer.byteLength(text) > bytes;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof KaizenResponseError && error.fault === 'too-large';
}

function isStatusOf(error: unknown, statuses: readonly number[]): boolean {
  return error instanceof KaizenAPIError && statuses.includes(error.statusCode);
}
