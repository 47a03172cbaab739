import { type RefusalCode, type RefusalMeaning, REFUSALS } from '../refusals/refusal-codes.js';
import { type JsonSchema, ref } from './json-schema.js';

/** Statuses that an operation never answers with: a route that is not there, a client that is gone. */
const OF_NO_OPERATION = [405, 499];
/** Statuses that only the decoding of stored prompts has. */
const OF_STORED_PROMPTS = [404, 410];
const NO_ROUTE: RefusalCode = 'not_found';

const MEANINGS = Object.entries<RefusalMeaning>(REFUSALS).filter(
  ([code, { status }]) => code !== NO_ROUTE && !OF_NO_OPERATION.includes(status),
);

/** The statuses of refusals, each with what its codes mean. */
const REFUSAL_STATUSES = [...new Set(MEANINGS.map(([, { status }]) => status))].toSorted(
  (a, b) => a - b,
);

/** The error responses of the document, by name. */
export function refusalResponses(): Record<string, JsonSchema> {
  return Object.fromEntries(
    REFUSAL_STATUSES.map((status) => [`Error${status}`, responseTo(status)]),
  );
}

/** The error responses of one operation, by status. */
export function refusalsOf(decodesStored: boolean): Record<string, JsonSchema> {
  const statuses = REFUSAL_STATUSES.filter(
    (status) => decodesStored || !OF_STORED_PROMPTS.includes(status),
  );
  return Object.fromEntries(statuses.map((status) => [status, ref('responses', `Error${status}`)]));
}

/** The bodies of error responses, by name. */
export const ERROR_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ErrorDetail: {
    type: 'object',
    description: 'A place in the request and what is wrong there.',
    required: ['loc', 'msg', 'type'],
    properties: {
      loc: { type: 'array', items: { type: ['string', 'integer'] } },
      msg: { type: 'string' },
      type: { type: 'string' },
      line: { type: 'integer', description: 'Of KTOF text, from 1.' },
      column: { type: 'integer', description: 'Of KTOF text, in UTF-16 code units, from 1.' },
    },
  },
  Error: {
    type: 'object',
    required: ['error'],
    properties: {
      detail: {
        type: 'array',
        description: 'With 422 only: the same list as error.details.',
        items: ref('schemas', 'ErrorDetail'),
      },
      error: {
        type: 'object',
        required: ['code', 'message', 'request_id'],
        properties: {
          code: { enum: Object.keys(REFUSALS) },
          message: { type: 'string' },
          details: { type: 'array', items: ref('schemas', 'ErrorDetail') },
          request_id: { type: 'string' },
        },
      },
    },
  },
};

function responseTo(status: number): JsonSchema {
  const own = MEANINGS.filter(([, meaning]) => meaning.status === status);
  const lines = own.map(([code, { meaning }]) => `\`${code}\`: ${meaning}`);
  const isTransient = own.some(([, meaning]) => meaning.isTransient);
  return {
    description: lines.join('\n\n'),
    headers: {
      'X-Request-ID': ref('headers', 'RequestId'),
      ...(isTransient && { 'Retry-After': ref('headers', 'RetryAfter') }),
    },
    content: { 'application/json': { schema: ref('schemas', 'Error') } },
  };
}
