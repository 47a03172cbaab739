import type { ChatRequest, ResponseFormat } from '../../adapter.js';
import type { ToolChoice, ToolSpec } from '../../chat/tool.js';
import { defined } from '../shared/defined.js';
import { bedrockMessages, blocksOf } from './bedrock-messages.js';
import { DocumentNames } from './document-names.js';

/** The input of `Converse` and of `ConverseStream`: they have the same. */
export function bedrockBody(request: ChatRequest): object {
  const { model, messages, maxTokens, temperature, topP, stop, responseFormat } = request;
  const names = new DocumentNames();
  const start = messages.findIndex(({ role }) => role !== 'system');
  const leading = messages.slice(0, start === -1 ? messages.length : start);
  const system = leading.flatMap(({ content }) => blocksOf(content, names));
  const inference = defined({ maxTokens, temperature, topP, stopSequences: stop });
  return {
    modelId: model,
    messages: bedrockMessages(messages.slice(leading.length), names),
    ...defined({
      system: system.length > 0 ? system : undefined,
      inferenceConfig: Object.keys(inference).length > 0 ? inference : undefined,
      toolConfig: toolConfig(request),
      outputConfig: responseFormat?.type === 'schema' ? output(responseFormat) : undefined,
    }),
    ...request.vendor,
  };
}

/**
 * Bedrock refuses calls and results in a chat whose request has no tools: where none are given, those that
 * were called are named. It has no word for "none": then the tools are left out, unless there were calls.
 */
function toolConfig({ messages, tools = [], toolChoice }: ChatRequest): object | undefined {
  const called = new Set(
    messages.flatMap((message) =>
      message.role === 'assistant' ? (message.toolCalls ?? []).map(({ name }) => name) : [],
    ),
  );
  const given = tools.length > 0 ? tools : [...called].map((name) => ({ name }));
  const isUseless = toolChoice === 'none' && called.size === 0;
  if (given.length === 0 || isUseless) return undefined;
  return {
    tools: given.map(toolSpec),
    ...defined({ toolChoice: tools.length > 0 ? choice(toolChoice) : undefined }),
  };
}

function toolSpec({ name, description, parameters, vendor }: ToolSpec): object {
  const json = parameters ?? { type: 'object', properties: {} };
  return { toolSpec: { name, ...defined({ description }), inputSchema: { json }, ...vendor } };
}

function choice(wanted: ToolChoice | undefined): object | undefined {
  if (wanted === undefined || wanted === 'none') return undefined;
  if (typeof wanted === 'object') return { tool: { name: wanted.name } };
  return wanted === 'required' ? { any: {} } : { auto: {} };
}

function output({ name, schema }: ResponseFormat & { type: 'schema' }): object {
  const jsonSchema = { name, schema: JSON.stringify(schema) };
  return { textFormat: { type: 'json_schema', structure: { jsonSchema } } };
}
