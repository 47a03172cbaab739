import { type KaizenOperation } from '../../contract/operations.js';
import { type PayloadLimits } from '../../ktof/encode/normalize.js';
import { NotSentError } from './not-sent.error.js';
import { pack } from './packer.js';
import { type Piece } from './piece.js';
import { type RequestFields, workField } from './work.js';

/** Fields that the engine reads and that need not be JSON: they are the caller's own. */
const OPAQUE_FIELDS = ['schemas', 'replayMeta'];
const OPAQUE_LIMITS: PayloadLimits = { maxDepth: 500, maxBytes: Infinity };

/**
 * A request in pieces. `metadata`, which the engine only echoes, stays here; what is sent for it
 * shows that there is one.
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
  const { metadata, ...others } = request;
  const isApart = (name: string) => name === field || OPAQUE_FIELDS.includes(name);
  const plain = Object.entries(others).filter(([name]) => !isApart(name));
  yield ['object', ''];
  yield [
    'entries',
    JSON.stringify({ ...Object.fromEntries(plain), ...(metadata ? { metadata: {} } : {}) }),
  ];
  for (const name of OPAQUE_FIELDS) yield* packOpaque(name, request[name]);
  yield ['key', field];
  yield* pack(request[field], limits);
  yield ['end', ''];
}

function* packOpaque(name: string, value: unknown): Generator<Piece, void, undefined> {
  if (value === undefined || value === null) return;
  yield ['key', name];
  try {
    yield* pack(value, OPAQUE_LIMITS);
  } catch (cause) {
    throw new NotSentError(name, { cause });
  }
}
