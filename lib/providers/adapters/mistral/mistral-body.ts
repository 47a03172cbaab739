import type { ChatRequest, ResponseFormat } from '../../adapter.js';
import type { ToolChoice, ToolSpec } from '../../chat/tool.js';
import { defined } from '../shared/defined.js';
import { requestFields } from './mistral-fields.js';
import { mistralMessage } from './mistral-messages.js';

/** The body of a request, in the words of the SDK. */
export function mistralBody(request: ChatRequest): object {
  const { model, messages, maxTokens, temperature, topP, stop, tools, toolChoice } = request;
  return {
    model,
    messages: messages.map(mistralMessage),
    ...defined({
      maxTokens,
      temperature,
      topP,
      stop: stop && [...stop],
      tools: tools?.map(toolSpec),
      toolChoice: toolChoice && choice(toolChoice),
      responseFormat: request.responseFormat && format(request.responseFormat),
    }),
    ...requestFields(request.vendor),
  };
}

/** The SDK wants parameters always. */
function toolSpec({ name, description, parameters, vendor }: ToolSpec): object {
  const schema = parameters ?? { type: 'object', properties: {} };
  return {
    type: 'function',
    function: { name, ...defined({ description }), parameters: schema, ...vendor },
  };
}

function choice(wanted: ToolChoice): unknown {
  return typeof wanted === 'string'
    ? wanted
    : { type: 'function', function: { name: wanted.name } };
}

function format(wanted: ResponseFormat): object {
  if (wanted.type === 'json') return { type: 'json_object' };
  const { name, schema } = wanted;
  return { type: 'json_schema', jsonSchema: { name, schemaDefinition: schema } };
}
