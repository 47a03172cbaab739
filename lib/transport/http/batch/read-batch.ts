import { BATCH_ROUTES, type KaizenBatchOperation } from '../../../contract/batch-routes.js';
import { invalidResponse } from '../../../contract/hydrate-response.js';
import { isRecord } from '../../../contract/is-record.js';
import { readOptional, unknownFields, type Wire } from '../../../contract/read-fields.js';
import { formatStep } from '../../../errors/format-path.js';
import type { KaizenBatchAnswer, KaizenTransportAnswer } from '../../kaizen-transport.js';
import { apiError } from '../failures/api-error.js';
import type { FailedCall, FailureOptions } from '../failures/failed-call.js';
import { quoteFor } from '../failures/quote.js';
import { secretsOf } from '../failures/secrets-of.js';
import { RequestState } from '../request-state.js';
import type { KaizenTransportCall } from '../../kaizen-transport.js';

/** A request of a batch, as it was sent. */
export interface SentItem {
  readonly requestId: string;
  /** Its JSON. */
  readonly text: string;
}

/** The batch that an answer belongs to. */
export interface SentBatch {
  readonly operation: KaizenBatchOperation;
  readonly call: KaizenTransportCall;
  readonly items: readonly SentItem[];
  readonly options: FailureOptions;
}

/**
 * What became of each request of a batch, in the order in which they were sent. An item that the
 * answer lacks, or that is not what it should be, has that as its error.
 *
 * @throws {@link KaizenResponseError} for an answer that is no list of items, or has the index of none
 * or of another one.
 */
export function readBatch(answer: KaizenTransportAnswer, batch: SentBatch): KaizenBatchAnswer[] {
  const entries = entriesOf(answer, batch);
  return batch.items.map((item, index) => {
    const entry = entries.get(index);
    if (!entry) return { error: faulty(['items' + formatStep(index)], answer, batch, item) };
    if (entry['status'] === 'error') {
      return { error: errorOf(entry, index, { answer, batch, item }) };
    }
    const { requestId } = item;
    return { answer: { ...answer, body: unknownFields(entry, ['index']), requestId } };
  });
}

/** What one request of a batch came to, and whose it is. */
interface Answered {
  readonly answer: KaizenTransportAnswer;
  readonly batch: SentBatch;
  readonly item: SentItem;
}

function entriesOf(answer: KaizenTransportAnswer, batch: SentBatch): Map<number, Wire> {
  const { body } = answer;
  const listed = isRecord(body) ? readOptional(body, 'items') : undefined;
  if (!Array.isArray(listed)) throw faulty(['items'], answer, batch);
  const entries = new Map<number, Wire>();
  listed.forEach((entry: unknown, place) => {
    const index = isRecord(entry) ? entry['index'] : undefined;
    const isNew = typeof index === 'number' && index in batch.items && !entries.has(index);
    if (!isNew) throw faulty([`items${formatStep(place)}.index`], answer, batch);
    entries.set(index, entry as Wire);
  });
  return entries;
}

/** The same error as for a request of its own that is answered with that status. */
function errorOf(entry: Wire, index: number, { answer, batch, item }: Answered): Error {
  const status = entry['status_code'];
  const isStatus = Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599;
  if (!isStatus) {
    return faulty([`items${formatStep(index)}.status_code`], answer, batch, item);
  }
  const state = new RequestState(batch.operation, { ...batch.call, requestId: item.requestId });
  state.attempts = answer.attempts ?? 0;
  const failed: FailedCall = { state, options: batch.options, requestBody: item.text };
  const data = Buffer.from(JSON.stringify(entry));
  const quote = quoteFor(secretsOf(failed), item.text);
  return apiError({ status: Number(status), headers: {}, data }, failed, quote);
}

function faulty(
  fields: readonly string[],
  { attempts, requestId }: KaizenTransportAnswer,
  { operation, call }: SentBatch,
  item?: SentItem,
): Error {
  const id = item?.requestId ?? requestId ?? call.requestId;
  return invalidResponse(BATCH_ROUTES[operation].wireName, fields, { attempts, requestId: id });
}
