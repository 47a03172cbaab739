import type { KaizenOperation } from '../../contract/operations.js';
import { guessJsonBytes } from './guess-json-bytes.js';

/** Any request, with its fields by name. */
export type RequestFields = Readonly<Record<string, unknown>>;

/** What an operation works on. */
interface Work {
  /** The field of the request that holds it. */
  readonly field: string;
  /** Whether it is KTOF text to be read. */
  readonly isText?: boolean;
}

const WORK: Readonly<Record<KaizenOperation, Work>> = {
  health: { field: '' },
  compress: { field: 'data' },
  decompress: { field: 'data', isText: true },
  optimize: { field: 'data' },
  optimizeRequest: { field: 'prompt' },
  optimizeResponse: { field: 'ktof', isText: true },
  promptsEncode: { field: 'prompt' },
  promptsDecode: { field: 'ktof', isText: true },
};

/** Counting the tokens of a payload for a model takes about twice as long as encoding it. */
const COST_OF_A_MODEL = 2;

/** The field of a request that holds what the operation works on. */
export function workField(operation: KaizenOperation): string {
  return WORK[operation].field;
}

/** Whether an operation reads a text: its size is that of the text, not of JSON. */
export function readsText(operation: KaizenOperation): boolean {
  return WORK[operation].isText === true;
}

/**
 * Whether a request is so large that its work belongs in another thread. A text past `maxBytes` does
 * not: it is refused at once, wherever that is done.
 */
export function isLargeWork(
  operation: KaizenOperation,
  request: RequestFields,
  { thresholdBytes, maxBytes }: { thresholdBytes: number; maxBytes: number },
): boolean {
  const { field, isText } = WORK[operation];
  const work = request[field];
  if (isText && typeof work === 'string' && work.length > maxBytes) return false;
  const models = request['tokenModels'];
  const cost = 1 + COST_OF_A_MODEL * (Array.isArray(models) ? models.length : 0);
  return guessJsonBytes(work, thresholdBytes / cost) >= thresholdBytes / cost;
}
