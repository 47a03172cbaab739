import { type JsonSchema, ref } from './json-schema.js';
import { refusalsOf } from './refusal-responses.js';

/** What a route that takes a body is described with. */
export interface PostRouteFacts {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** Parameters beside the id of the request. */
  readonly parameters?: readonly JsonSchema[];
  /** The body of a request: schemas by media type. */
  readonly body: Readonly<Record<string, JsonSchema>>;
  /** The body of the answer: schemas by media type. */
  readonly answer: Readonly<Record<string, JsonSchema>>;
  /** Whether it answers also with the refusals of stored prompts. */
  readonly decodesStored?: boolean;
}

/** The OpenAPI object of a route that takes a body. */
export function postObject(facts: PostRouteFacts): JsonSchema {
  const { operationId, summary, description, parameters = [], decodesStored = false } = facts;
  return {
    operationId,
    summary,
    ...(description !== undefined && { description }),
    parameters: [ref('parameters', 'RequestId'), ...parameters],
    requestBody: { required: true, content: contentOf(facts.body) },
    responses: {
      200: {
        description: 'Done.',
        headers: { 'X-Request-ID': ref('headers', 'RequestId') },
        content: contentOf(facts.answer),
      },
      ...refusalsOf(decodesStored),
    },
  };
}

function contentOf(schemas: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema }]));
}
