import type { ChatRequest, ResponseFormat } from '../../adapter.js';
import type { ToolSpec } from '../../chat/tool.js';
import { defined } from '../shared/defined.js';
import { cohereFields } from './cohere-fields.js';
import { cohereMessage } from './cohere-messages.js';

/** The body of a request, in the words of the SDK. */
export function cohereBody(request: ChatRequest): object {
  const { model, messages, maxTokens, temperature, topP, stop, responseFormat } = request;
  return {
    model,
    messages: messages.map(cohereMessage),
    ...defined({
      maxTokens,
      temperature,
      p: topP,
      stopSequences: stop,
      responseFormat: responseFormat && format(responseFormat),
    }),
    ...toolsOf(request),
    ...cohereFields(request.vendor),
  };
}

/** Cohere can be told to call a tool, and not which: for a certain one it gets no other. */
function toolsOf({ tools, toolChoice }: ChatRequest): object {
  if (typeof toolChoice === 'object') {
    const wanted = tools?.filter(({ name }) => name === toolChoice.name);
    return { ...defined({ tools: wanted?.map(toolSpec) }), toolChoice: 'REQUIRED' };
  }
  const isTold = toolChoice !== undefined && toolChoice !== 'auto';
  return defined({
    tools: tools?.map(toolSpec),
    toolChoice: isTold ? toolChoice.toUpperCase() : undefined,
  });
}

/** The SDK wants parameters always. */
function toolSpec({ name, description, parameters, vendor }: ToolSpec): object {
  const schema = parameters ?? { type: 'object', properties: {} };
  return {
    type: 'function',
    function: { name, ...defined({ description }), parameters: schema, ...vendor },
  };
}

function format(wanted: ResponseFormat): object {
  if (wanted.type === 'json') return { type: 'json_object' };
  return { type: 'json_object', jsonSchema: wanted.schema };
}
