import { type KaizenOperation, OPERATIONS } from '../../contract/operations.js';
import { toWire } from '../../contract/to-wire.js';
import type { KaizenRequests } from '../../contract/types.js';
import { KaizenPayloadError } from '../../errors/payload.error.js';
import { normalize } from '../../ktof/encode/normalize.js';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';

/** The fields that hold a caller's own values, as requests name them. */
const OPAQUE = ['data', 'prompt', 'ktof', 'metadata', 'schemas', 'replayMeta'] as const;

/** Operations that write KTOF, in the form that the client's options name. */
const ENCODES: ReadonlySet<KaizenOperation> = new Set<KaizenOperation>([
  'compress',
  'optimize',
  'optimizeRequest',
  'promptsEncode',
]);

/** What of a client's options shapes a request's body. */
export type BodyOptions = Pick<
  ResolvedKaizenOptions,
  'profile' | 'delimiter' | 'indent' | 'lengthMarker' | 'maxDepth' | 'maxPayloadBytes'
>;

/**
 * The JSON text of a request; `undefined` for an operation without a body.
 *
 * @throws {@link KaizenPayloadError} for what JSON cannot carry or would empty in silence, for too many
 * levels, and for more than `maxPayloadBytes`.
 */
export function requestBody<O extends KaizenOperation>(
  operation: O,
  request: KaizenRequests[O],
  options: BodyOptions,
): string | undefined {
  if (OPERATIONS[operation].method === 'GET') return undefined;
  const told = { ...withForm(operation, request, options), ...plainValues(request, options) };
  const json = JSON.stringify(toWire(operation, told as KaizenRequests[O]));
  const bytes = Buffer.byteLength(json);
  if (bytes > options.maxPayloadBytes) throw tooLarge(bytes, options.maxPayloadBytes);
  return json;
}

function plainValues(request: object, options: BodyOptions): object {
  const limits = { maxDepth: options.maxDepth, maxBytes: options.maxPayloadBytes };
  const given = request as Record<string, unknown>;
  const present = OPAQUE.filter((name) => given[name] !== undefined);
  return Object.fromEntries(
    present.map((name) => [name, normalize(given[name], limits, `$.${name}`).value]),
  );
}

/** The request in the form that the client's options ask for, where the request does not say. */
function withForm(
  operation: KaizenOperation,
  request: object,
  { profile, delimiter, indent, lengthMarker }: BodyOptions,
): object {
  if (!ENCODES.has(operation)) return request;
  const form = Object.entries({ profile, delimiter, indent, lengthMarker });
  const set = form.filter(([, value]) => value !== undefined);
  if (set.length === 0) return request;
  const { options } = request as { options?: object | null };
  return { ...request, options: { ...Object.fromEntries(set), ...options } };
}

function tooLarge(bytes: number, limit: number): KaizenPayloadError {
  const message =
    `The request has ${bytes} bytes, and maxPayloadBytes allows ${limit}. ` +
    'Split the payload, or raise maxPayloadBytes if the service takes more.';
  return new KaizenPayloadError(message, 'KAIZEN_PAYLOAD_TOO_LARGE', '$');
}
