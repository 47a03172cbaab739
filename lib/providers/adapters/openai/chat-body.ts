import type { ChatRequest, ResponseFormat } from '../../adapter.js';
import type { ToolChoice, ToolSpec } from '../../chat/tool.js';
import { defined } from '../shared/defined.js';
import { chatMessage } from './chat-messages.js';
import { isStrictSchema } from './strict-schema.js';

/** How an endpoint of OpenAI's shape differs from OpenAI's own. */
export interface ChatDialect {
  /** What the limit of tokens is called. */
  readonly maxTokensField: 'max_completion_tokens' | 'max_tokens';
  /** Whether it takes `stream_options`, without which some tell no usage in a stream. */
  readonly streamUsage: boolean;
  /** Whether it has OpenAI's strict mode for schemas, which is asked for where a schema allows it. */
  readonly strictSchemas?: boolean;
}

/** The body of a request. */
export function chatBody(request: ChatRequest, dialect: ChatDialect, stream: boolean): object {
  const { model, messages, maxTokens, temperature, topP, stop, tools, toolChoice } = request;
  return {
    model,
    messages: messages.map(chatMessage),
    ...defined({
      [dialect.maxTokensField]: maxTokens,
      temperature,
      top_p: topP,
      stop,
      tools: tools?.map(toolSpec),
      tool_choice: toolChoice && choice(toolChoice),
      response_format: request.responseFormat && format(request.responseFormat, dialect),
    }),
    ...(stream && { stream }),
    ...(stream && dialect.streamUsage && { stream_options: { include_usage: true } }),
    ...request.vendor,
  };
}

function toolSpec({ name, description, parameters, vendor }: ToolSpec): object {
  return {
    type: 'function',
    function: { name, ...defined({ description, parameters }), ...vendor },
  };
}

function choice(wanted: ToolChoice): unknown {
  return typeof wanted === 'string'
    ? wanted
    : { type: 'function', function: { name: wanted.name } };
}

function format(wanted: ResponseFormat, { strictSchemas = false }: ChatDialect): object {
  if (wanted.type === 'json') return { type: 'json_object' };
  const { name, schema } = wanted;
  const isStrict = strictSchemas && isStrictSchema(schema);
  return { type: 'json_schema', json_schema: { name, schema, ...(isStrict && { strict: true }) } };
}
