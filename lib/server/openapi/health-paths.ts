import { OPERATIONS } from '../../contract/operations.js';
import { type JsonSchema, ref } from './json-schema.js';

/** The routes that say whether the server is there. They need no key. */
export function healthPaths(): Record<string, JsonSchema> {
  const { path } = OPERATIONS.health;
  return {
    [path]: route('health', 'Whether the server is reachable', {
      operation: { const: OPERATIONS.health.wireName },
      status: { enum: ['ok', 'draining'] },
      uptime: { type: 'string' },
    }),
    '/health': route('healthAlias', 'The same as /', {
      operation: { const: OPERATIONS.health.wireName },
      status: { enum: ['ok', 'draining'] },
      uptime: { type: 'string' },
    }),
    '/livez': route('live', 'Whether the process is alive', { status: { const: 'ok' } }),
    '/readyz': route(
      'ready',
      'Whether requests should be sent here',
      { status: { const: 'ok' } },
      true,
    ),
  };
}

function route(
  operationId: string,
  summary: string,
  properties: Record<string, JsonSchema>,
  mayRefuse = false,
): JsonSchema {
  const schema = { type: 'object', required: Object.keys(properties), properties };
  const done = {
    description: 'It is.',
    headers: { 'X-Request-ID': ref('headers', 'RequestId') },
    content: { 'application/json': { schema } },
  };
  const refused = mayRefuse ? { 503: ref('responses', 'Error503') } : {};
  return { get: { operationId, summary, security: [], responses: { 200: done, ...refused } } };
}
