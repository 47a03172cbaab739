import { fromWire } from '../../../contract/from-wire.js';
import { OPERATIONS } from '../../../contract/operations.js';
import { validateRequest } from '../../../contract/validate-request.js';
import type { KaizenEngine } from '../../../engine/engine.js';
import { KaizenFormatError } from '../../../errors/format.error.js';
import { KaizenPayloadError } from '../../../errors/payload.error.js';
import type { KaizenReceivedRequest } from './received-request.js';
import { operationAt } from './service-script.js';

/** A status and what goes into the body as JSON. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
}

const PATHS = new Set(Object.values(OPERATIONS).map(({ path }) => path));

/** How a service answers that does its work with the engine, its errors in FastAPI's form. */
export async function engineAnswer(
  engine: KaizenEngine,
  { method, path, body }: KaizenReceivedRequest,
): Promise<ServiceAnswer> {
  const [route = ''] = path.split('?');
  const operation = operationAt(method, route);
  if (!operation) return unknownRoute(route);
  try {
    const request = validateRequest(operation, fromWire(operation, body ?? {}));
    return { status: 200, body: await engine.execute(operation, request) };
  } catch (error) {
    return refusal(error);
  }
}

function unknownRoute(path: string): ServiceAnswer {
  return PATHS.has(path)
    ? { status: 405, body: { detail: 'Method Not Allowed' } }
    : { status: 404, body: { detail: 'Not Found' } };
}

function refusal(error: unknown): ServiceAnswer {
  if (error instanceof KaizenFormatError) return { status: 400, body: { detail: error.message } };
  if (!(error instanceof KaizenPayloadError)) {
    return { status: 500, body: { detail: 'Internal Server Error' } };
  }
  const { code, message, path } = error;
  if (code === 'KAIZEN_PAYLOAD_TOO_LARGE') return { status: 413, body: { detail: message } };
  const loc = ['body', ...path.split('.').slice(1)];
  return { status: 422, body: { detail: [{ loc, msg: message, type: 'value_error' }] } };
}
