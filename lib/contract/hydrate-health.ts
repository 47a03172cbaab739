import { type HydrationContext, identity, normaliseStatus } from './envelope.js';
import { instantiate } from './instantiate.js';
import { readFirst, unknownFields, type Wire } from './read-fields.js';
import { HealthResponse } from './responses/health-response.js';

const FIELDS = ['status', 'message', 'operation', 'region', 'uptime'];

/** A health response from any object: every field that is not a known string goes to `extra`. */
export function hydrateHealth(body: Wire, context: HydrationContext): HealthResponse {
  const known = FIELDS.filter((name) => typeof readFirst(body, [name]) === 'string');
  const fields = Object.fromEntries(known.map((name) => [name, body[name]]));
  return instantiate(HealthResponse, {
    ...fields,
    status: normaliseStatus(fields['status']),
    ...identity(body, context),
    extra: unknownFields(body, [...known, 'request_id']),
  });
}
