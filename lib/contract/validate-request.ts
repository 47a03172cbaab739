import { formatPath, formatStep } from '../errors/format-path.js';
import { instantiate } from './instantiate.js';
import { invalidRequest, requireFields } from './invalid-request.js';
import { isRecord } from './is-record.js';
import type { KaizenOperation } from './operations.js';
import { REQUEST_SHAPES, type RequestField, type RequestShape } from './request-shapes.js';
import type { KaizenRequests } from './types.js';
import { violations } from './violations.js';

/**
 * Checks a request and returns it as an instance of its class.
 *
 * Takes a plain object or an instance, and never changes it. Opaque values (`data`, `prompt`,
 * `metadata`, `schemas`, `replayMeta`) are passed by reference and never looked into: whether they
 * can be written as JSON is the codec's question. `null` is accepted for every optional field.
 *
 * @throws KaizenPayloadError for a field that is missing, mistyped or unknown: `path` says which
 * (`$.options.delimiter`), the message ends in the remedy.
 *
 * @example
 * ```ts
 * validateRequest('compress', { data, options: { delimiter: ';' } });
 * // KaizenPayloadError: $.options.delimiter must be exactly one of comma, tab and "|". …
 * ```
 */
export function validateRequest<O extends KaizenOperation>(
  operation: O,
  request: unknown,
): KaizenRequests[O] {
  const dto = build(request, REQUEST_SHAPES[operation], '$');
  const [violation] = violations(dto);
  if (violation) throw invalidRequest(formatPath(violation.path), violation.rule);
  return dto as KaizenRequests[O];
}

function build(value: unknown, shape: RequestShape, path: string): object {
  const names = shape.fields.map(({ name }) => name);
  const given = requireFields(value, names, path);
  const fields: Record<string, unknown> = {};
  for (const field of shape.fields) fields[field.name] = read(field, given[field.name], path);
  return instantiate(shape.type, fields);
}

/** A mistyped value is passed on as it is: the rules of the class name it. */
function read({ name, shape }: RequestField, value: unknown, path: string): unknown {
  if (shape && isRecord(value)) return build(value, shape, path + formatStep(name));
  return name === 'tokenModels' && Array.isArray(value) ? value.slice() : value;
}
