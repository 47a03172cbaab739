import type { KaizenOperation } from '../../contract/operations.js';
import type { PayloadLimits } from '../../ktof/encode/normalize.js';
import { schemaColumns } from '../prompts/schema-columns.js';
import { NotSentError } from './not-sent.error.js';
import { pack } from './packer.js';
import type { Piece } from './piece.js';
import { readsText, type RequestFields, workField } from './work.js';

/** It need not be JSON: it is the caller's own. */
const REPLAY_META = 'replayMeta';
const REPLAY_LIMITS: PayloadLimits = { maxDepth: 500, maxBytes: Infinity };

/**
 * A request in pieces. What the engine only echoes stays here: what is sent for `metadata` shows that
 * there is one, and of `schemas` the names of the columns are sent.
 *
 * @throws KaizenPayloadError for a payload that JSON cannot hold, or past a limit.
 * @throws NotSentError for another field that JSON cannot hold.
 */
export function* packRequest(
  operation: KaizenOperation,
  request: RequestFields,
  limits: PayloadLimits,
): Generator<Piece, void, undefined> {
  const field = workField(operation);
  const { metadata, schemas, [field]: work, [REPLAY_META]: replayMeta, ...plain } = request;
  yield ['object', ''];
  yield [
    'entries',
    JSON.stringify({
      ...plain,
      ...(metadata ? { metadata: {} } : {}),
      ...(schemas ? { schemas: columnsOnly(schemas) } : {}),
    }),
  ];
  yield* packReplay(replayMeta);
  yield ['key', field];
  const isText = readsText(operation) && typeof work === 'string';
  // The size of a text is for the decoder to judge.
  yield* pack(work, isText ? { ...limits, maxBytes: Infinity } : limits, `$.${field}`);
  yield ['end', ''];
}

/** Schemas that give the same columns. A list keeps the order, whatever the names are. */
function columnsOnly(schemas: object): object {
  return schemaColumns(schemas).map((name) => ({ properties: { [name]: {} } }));
}

function* packReplay(value: unknown): Generator<Piece, void, undefined> {
  if (value === undefined || value === null) return;
  yield ['key', REPLAY_META];
  try {
    yield* pack(value, REPLAY_LIMITS, `$.${REPLAY_META}`);
  } catch (cause) {
    throw new NotSentError(REPLAY_META, { cause });
  }
}
