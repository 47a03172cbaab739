import type { KaizenOperation } from './operations.js';
import { renameFields } from './rename-fields.js';
import { REQUEST_SHAPES } from './request-shapes.js';
import type { KaizenRequests } from './types.js';

/**
 * The JSON body of a request, in the wire's spelling: `tokenModels` becomes `token_models`.
 *
 * Absent and `undefined` fields are left out, `null` is kept. Opaque values are passed by reference,
 * so the body shares them with the request and is for reading only.
 */
export function toWire<O extends KaizenOperation>(
  operation: O,
  request: KaizenRequests[O],
): Record<string, unknown> {
  return renameFields({ ...request }, REQUEST_SHAPES[operation], 'name', 'wire');
}
