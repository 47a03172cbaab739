import { type KaizenStreamOperation, STREAM_ROUTES } from '../../contract/stream-routes.js';
import { unknownFields } from '../../contract/read-fields.js';
import { REQUEST_SHAPES } from '../../contract/request-shapes.js';
import { MAX_INDENT, MIN_INDENT } from '../../contract/rules.js';
import { RESPONSE_SHAPES } from '../../contract/response-shapes.js';
import { OPERATIONS } from '../../contract/operations.js';
import { ERROR_PART } from './batch-paths.js';
import { FIELDS } from './descriptions.js';
import { type JsonSchema, ref } from './json-schema.js';
import { postObject } from './post-object.js';
import { responseSchema } from './shape-schemas.js';

const EVENTS_TYPE = 'application/x-ndjson';
const LINES =
  'The answer is one JSON object a line; its schema is that of a line. The last one is `done` or `error`: without either, the answer was cut off. Events of an unknown type are to be skipped.';

/** The routes of streams. */
export function streamPaths(): Record<string, JsonSchema> {
  return {
    [STREAM_ROUTES.promptsEncode.path]: { post: encoding() },
    [STREAM_ROUTES.promptsDecode.path]: { post: decoding() },
  };
}

/** The events of streams, by name. */
export function streamSchemas(): Record<string, JsonSchema> {
  return {
    EncodeStreamEvent: {
      oneOf: [CHUNK, doneOf('promptsEncode'), ref('schemas', 'StreamError')],
    },
    DecodeStreamEvent: {
      oneOf: [VALUE, doneOf('promptsDecode'), ref('schemas', 'StreamError')],
    },
    StreamError: event('error', ERROR_PART),
  };
}

function encoding(): JsonSchema {
  const { name } = REQUEST_SHAPES.promptsEncode.type;
  return postObject({
    operationId: 'promptsEncodeStream',
    summary: 'Encodes a prompt and answers with its text piece by piece',
    description: LINES,
    body: { 'application/json': ref('schemas', name) },
    answer: { [EVENTS_TYPE]: ref('schemas', 'EncodeStreamEvent') },
  });
}

function decoding(): JsonSchema {
  return postObject({
    operationId: 'promptsDecodeStream',
    summary: 'Decodes a text while it comes',
    description: `The body is the KTOF text itself. Read the answer while you send it. ${LINES}`,
    parameters: [
      query('strict', { type: 'boolean' }),
      query('indent', { type: 'integer', minimum: MIN_INDENT, maximum: MAX_INDENT }),
    ],
    body: { 'text/plain': { type: 'string', description: 'KTOF in UTF-8.' } },
    answer: { [EVENTS_TYPE]: ref('schemas', 'DecodeStreamEvent') },
  });
}

function query(name: string, schema: JsonSchema): JsonSchema {
  return { name, in: 'query', description: FIELDS[name], schema };
}

const CHUNK = event('chunk', {
  text: { type: 'string', description: 'The next piece of the text.' },
});

const VALUE = event('value', {
  path: {
    type: 'array',
    items: { type: ['string', 'integer'] },
    description: 'Where the value stands, from the root on. None comes twice.',
  },
  value: { description: 'A value that is complete.' },
});

function event(type: string, fields: JsonSchema): JsonSchema {
  return {
    type: 'object',
    required: ['type', ...Object.keys(fields)],
    properties: { type: { const: type }, ...fields },
  };
}

/** What the operation answers, without its result. */
function doneOf(operation: KaizenStreamOperation): JsonSchema {
  const whole = responseSchema(RESPONSE_SHAPES[operation], OPERATIONS[operation].wireName);
  const fields = unknownFields(whole['properties'] as JsonSchema, ['result']);
  const required = (whole['required'] as string[]).filter((name) => name !== 'result');
  return {
    type: 'object',
    required: ['type', ...required],
    properties: { type: { const: 'done' }, ...fields },
  };
}
