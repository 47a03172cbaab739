import { BATCH_ROUTES, type KaizenBatchOperation } from '../../contract/batch-routes.js';
import { REQUEST_SHAPES } from '../../contract/request-shapes.js';
import { RESPONSE_SHAPES } from '../../contract/response-shapes.js';
import { type JsonSchema, ref } from './json-schema.js';
import { postObject } from './post-object.js';

const JSON_TYPE = 'application/json';

/** The routes of batches. */
export function batchPaths(): Record<string, JsonSchema> {
  return {
    [BATCH_ROUTES.promptsEncode.path]: route('promptsEncode', 'Encodes many prompts'),
    [BATCH_ROUTES.promptsDecode.path]: route('promptsDecode', 'Decodes many prompts'),
  };
}

/** The bodies of their requests and answers, by name. */
export function batchSchemas(): Record<string, JsonSchema> {
  return {
    ...schemasOf('promptsEncode', 'PromptEncode'),
    ...schemasOf('promptsDecode', 'PromptDecode'),
    BatchItemError: itemError(),
  };
}

/** What stands for an error response where the answer itself is a 200. */
export const ERROR_PART: JsonSchema = {
  status_code: {
    type: 'integer',
    description: 'The HTTP status that a request of its own is answered with.',
  },
  error: {
    type: 'object',
    required: ['code', 'message'],
    properties: {
      code: { type: 'string', description: 'One of the codes of Error.' },
      message: { type: 'string' },
      details: { type: 'array', items: ref('schemas', 'ErrorDetail') },
    },
  },
};

function route(operation: KaizenBatchOperation, summary: string): JsonSchema {
  const name = nameOf(operation);
  return {
    post: postObject({
      operationId: `${operation}Batch`,
      summary,
      description:
        'Each request is answered by itself, in order: what is wrong with one is told in its item. The items of a request body are checked one by one, so an item that is not what its schema says is an error of that item, not of the batch.',
      body: { [JSON_TYPE]: ref('schemas', `${name}Batch`) },
      answer: { [JSON_TYPE]: ref('schemas', `${name}BatchResponse`) },
    }),
  };
}

const nameOf = (operation: KaizenBatchOperation): string =>
  operation === 'promptsEncode' ? 'PromptEncode' : 'PromptDecode';

function schemasOf(operation: KaizenBatchOperation, name: string): Record<string, JsonSchema> {
  const request = ref('schemas', REQUEST_SHAPES[operation].type.name);
  const response = ref('schemas', RESPONSE_SHAPES[operation].type.name);
  const done = { allOf: [{ required: ['index'], properties: { index: INDEX } }, response] };
  return {
    [`${name}Batch`]: {
      type: 'object',
      required: ['items'],
      properties: { items: { type: 'array', items: request } },
      additionalProperties: false,
    },
    [`${name}BatchResponse`]: {
      type: 'object',
      required: ['status', 'operation', 'items'],
      properties: {
        status: { const: 'ok' },
        operation: { const: BATCH_ROUTES[operation].wireName },
        items: {
          type: 'array',
          items: { oneOf: [done, ref('schemas', 'BatchItemError')] },
        },
      },
    },
  };
}

const INDEX: JsonSchema = {
  type: 'integer',
  minimum: 0,
  description: 'The place of the request in the batch.',
};

function itemError(): JsonSchema {
  return {
    type: 'object',
    required: ['index', 'status', 'status_code', 'error'],
    properties: { index: INDEX, status: { const: 'error' }, ...ERROR_PART },
  };
}
