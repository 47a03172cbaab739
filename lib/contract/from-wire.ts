import { formatStep } from '../errors/format-path.js';
import { requireFields } from './invalid-request.js';
import { isRecord } from './is-record.js';
import type { KaizenOperation } from './operations.js';
import { renameFields } from './rename-fields.js';
import { REQUEST_SHAPES, type RequestShape } from './request-shapes.js';

/**
 * A request from its JSON body, in TypeScript's spelling: the inverse of `toWire`.
 *
 * The result has the right names and is otherwise unchecked: hand it to `validateRequest`. Opaque
 * values are passed by reference.
 *
 * @throws KaizenPayloadError when the body is no object or has a field the operation does not
 * know; the path is spelled as on the wire: `$.token_model`.
 */
export function fromWire(operation: KaizenOperation, body: unknown): Record<string, unknown> {
  const shape = REQUEST_SHAPES[operation];
  return renameFields(requireWireFields(body, shape, '$'), shape, 'wire', 'name');
}

function requireWireFields(
  body: unknown,
  { fields }: RequestShape,
  path: string,
): Record<string, unknown> {
  const names = fields.map(({ wire }) => wire);
  const known = requireFields(body, names, path);
  for (const { wire, shape } of fields) {
    const value = known[wire];
    if (shape && isRecord(value)) requireWireFields(value, shape, path + formatStep(wire));
  }
  return known;
}
