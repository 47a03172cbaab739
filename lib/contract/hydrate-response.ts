import { KaizenResponseError } from '../errors/response.error.js';
import {
  type HydrationContext,
  identity,
  normaliseOperation,
  normaliseStatus,
} from './envelope.js';
import { hydrateHealth } from './hydrate-health.js';
import { instantiate } from './instantiate.js';
import { isRecord } from './is-record.js';
import type { KaizenOperation } from './operations.js';
import { readFirst, readOptional, unknownFields, type Wire } from './read-fields.js';
import { readStats } from './read-stats.js';
import { readTokenStats } from './read-token-stats.js';
import { RESPONSE_SHAPES, type ResponseShape } from './response-shapes.js';
import { responseViolations } from './response-violations.js';
import type { KaizenResponses } from './types.js';

const ENVELOPE = ['status', 'operation', 'stats', 'meta', 'metadata', 'request_id'];

/**
 * The typed response from a body in either wire dialect.
 *
 * `status` is required and must be `ok` or `success`; so are the result (`result`, or `data` where
 * a decoding is documented to answer there) and, for `optimize*` and `promptsEncode`, the `stats`.
 * An absent `operation` is filled in from the call. Optional fields may be absent or `null`.
 * Unknown fields are kept in `extra`. `result`, `messages`, `meta`, `metadata` and `extra` hold the
 * body's own values, by reference, and are never looked into.
 *
 * `health` takes any object and requires nothing of it.
 *
 * @throws KaizenResponseError naming every field that is missing or mistyped, in the wire's
 * spelling: `stats.original_bytes`.
 *
 * @example
 * ```ts
 * const response = hydrateResponse('promptsEncode', body, { servedBy: 'http' });
 * response.stats.savedPercent;
 * ```
 */
export function hydrateResponse<O extends KaizenOperation>(
  operation: O,
  body: unknown,
  context: HydrationContext = {},
): KaizenResponses[O] {
  if (!isRecord(body)) throw invalidResponse(operation, ['$'], context);
  const response = hydrate(operation, body, context);
  const fields = responseViolations(body, response);
  if (fields.length > 0) throw invalidResponse(operation, fields, context);
  return response as KaizenResponses[O];
}

function hydrate(operation: KaizenOperation, body: Wire, context: HydrationContext): object {
  if (operation === 'health') return hydrateHealth(body, context);
  const shape = RESPONSE_SHAPES[operation];
  return instantiate(shape.type, {
    status: normaliseStatus(readOptional(body, 'status')),
    operation: normaliseOperation(readOptional(body, 'operation'), operation),
    result: readFirst(body, shape.result),
    stats: readStats(body),
    ...(shape.countsTokens && { tokenStats: readTokenStats(body) }),
    ...(shape.hasMessages && { messages: readOptional(body, 'messages') }),
    ...(shape.hasPayloadId && { payloadId: readOptional(body, 'payload_id') }),
    meta: readOptional(body, 'meta'),
    metadata: readEcho(body),
    ...identity(body, context),
    extra: unknownFields(body, knownNames(body, shape)),
  });
}

/** When a body has both names of the result, the second is nothing we know: it goes to `extra`. */
function knownNames(body: Wire, shape: ResponseShape): string[] {
  const { result, countsTokens, hasMessages, hasPayloadId } = shape;
  const used = result.filter((name) => Object.hasOwn(body, name)).slice(0, 1);
  const own = [
    ...(countsTokens ? ['token_stats'] : []),
    ...(hasMessages ? ['messages'] : []),
    ...(hasPayloadId ? ['payload_id'] : []),
  ];
  return [...ENVELOPE, ...used, ...own];
}

/** The caller's `metadata`: at the top in the documented dialect, inside `meta` in the service's. */
function readEcho(body: Wire): unknown {
  const meta = readOptional(body, 'meta');
  const inMeta = isRecord(meta) ? readOptional(meta, 'client_metadata') : undefined;
  return readOptional(body, 'metadata') ?? (isRecord(inMeta) ? inMeta : undefined);
}

/** The error for a response with fields that are missing or mistyped, in the wire's spelling. */
export function invalidResponse(
  operation: string,
  fields: readonly string[],
  { requestId, attempts }: HydrationContext,
): KaizenResponseError {
  const message =
    `The response to ${operation} has missing or mistyped fields: ${fields.join(', ')}. ` +
    'Check that the base URL is that of a Kaizen service and that no proxy rewrites its bodies.';
  return new KaizenResponseError(message, fields, {
    ...(requestId !== undefined && { requestId }),
    ...(attempts !== undefined && { attempts }),
  });
}
