import { OPERATIONS } from '../../contract/operations.js';
import { REQUEST_SHAPES, type RequestShape } from '../../contract/request-shapes.js';
import { RESPONSE_SHAPES } from '../../contract/response-shapes.js';
import { CompressionStats } from '../../contract/responses/compression-stats.js';
import { TokenStats } from '../../contract/responses/token-stats.js';
import type { BodyOperation } from '../operations/job.js';
import { batchPaths, batchSchemas } from './batch-paths.js';
import { SUMMARIES } from './descriptions.js';
import { healthPaths } from './health-paths.js';
import { type JsonSchema, ref } from './json-schema.js';
import { postObject } from './post-object.js';
import { ERROR_SCHEMAS, refusalResponses } from './refusal-responses.js';
import { partSchema, requestSchema, responseSchema } from './shape-schemas.js';
import { streamPaths, streamSchemas } from './stream-paths.js';

/** The version of the API, not of this package. */
const API_VERSION = '1.0.0';

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [field: string]: unknown;
}

/**
 * The description of the server's API, made of the classes that its requests and responses are checked
 * with. Its paths are relative to where it is served.
 *
 * @example
 * ```ts
 * SwaggerModule.setup('docs', app, openApiDocument() as unknown as OpenAPIObject);
 * ```
 */
export function openApiDocument(): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kaizen API',
      version: API_VERSION,
      description: 'Structured prompts in far fewer tokens (KTOF), and back without loss.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '.' }],
    security: [{ ApiKey: [] }, { Bearer: [] }, {}],
    paths: { ...healthPaths(), ...operationPaths(), ...batchPaths(), ...streamPaths() },
    components: {
      schemas: schemas(),
      responses: refusalResponses(),
      parameters: {
        RequestId: {
          name: 'X-Request-ID',
          in: 'header',
          description: "The client's own id of the request, which comes back.",
          schema: { type: 'string', pattern: '^[!-~]{1,200}$' },
        },
      },
      headers: {
        RequestId: { description: 'The id of the request.', schema: { type: 'string' } },
        RetryAfter: {
          description: 'How long to wait before the next request, in seconds.',
          schema: { type: 'integer', minimum: 1 },
        },
      },
      securitySchemes: {
        ApiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        Bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function bodyOperations(): [BodyOperation, RequestShape][] {
  const shapes = Object.entries(REQUEST_SHAPES) as [BodyOperation | 'health', RequestShape][];
  return shapes.filter((entry): entry is [BodyOperation, RequestShape] => entry[0] !== 'health');
}

function operationPaths(): Record<string, JsonSchema> {
  return Object.fromEntries(
    bodyOperations().map(([operation, shape]) => [
      OPERATIONS[operation].path,
      { post: operationObject(operation, shape) },
    ]),
  );
}

function operationObject(operation: BodyOperation, { type, fields }: RequestShape): JsonSchema {
  const decodesStored = fields.some(({ wire }) => wire === 'ktof');
  return postObject({
    operationId: operation,
    summary: SUMMARIES[operation],
    body: { 'application/json': ref('schemas', type.name) },
    answer: { 'application/json': ref('schemas', RESPONSE_SHAPES[operation].type.name) },
    decodesStored,
  });
}

function schemas(): Record<string, JsonSchema> {
  const requests = bodyOperations().map(([, shape]) => shape);
  const options = requests.flatMap(({ fields }) => fields.flatMap(({ shape }) => shape ?? []));
  const responses = bodyOperations().map(([operation]) => {
    const shape = RESPONSE_SHAPES[operation];
    return [shape.type.name, responseSchema(shape, OPERATIONS[operation].wireName)] as const;
  });
  return {
    ...Object.fromEntries(
      [...options, ...requests].map((shape) => [shape.type.name, requestSchema(shape)]),
    ),
    ...Object.fromEntries(responses),
    CompressionStats: partSchema(CompressionStats),
    TokenStats: partSchema(TokenStats),
    ...batchSchemas(),
    ...streamSchemas(),
    ...ERROR_SCHEMAS,
  };
}
