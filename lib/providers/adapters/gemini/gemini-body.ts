import type { CallContext, ChatRequest, ResponseFormat } from '../../adapter.js';
import type { ToolChoice, ToolSpec } from '../../chat/tool.js';
import { camelKeys } from '../shared/camel-keys.js';
import { defined } from '../shared/defined.js';
import { geminiContents, systemInstruction } from './gemini-contents.js';

/** A ready client may have retries and a timeout of its own; `undefined` would leave them as they are. */
const NO_CLOCK = { retryOptions: false, timeout: 0 };

/** Fields whose inside is the application's own, or is written as the SDK has it: schemas. */
const OWN = [
  ...['parameters', 'parametersJsonSchema', 'response', 'responseSchema', 'responseJsonSchema'],
  ...['labels', 'args'],
];

/** What the SDK is asked. It knows its fields by camel-case names, and takes all but these three as `config`. */
export function geminiParameters(request: ChatRequest, context: CallContext): object {
  const { model, messages } = request;
  return { model, contents: geminiContents(messages), config: configOf(request, context) };
}

function configOf(request: ChatRequest, { signal, headers, fetch }: CallContext): object {
  const { messages, tools, toolChoice } = request;
  return {
    ...defined({
      systemInstruction: systemInstruction(messages),
      maxOutputTokens: request.maxTokens,
      temperature: request.temperature,
      topP: request.topP,
      stopSequences: request.stop,
      tools: tools && [{ functionDeclarations: tools.map(declaration) }],
      toolConfig: toolChoice && { functionCallingConfig: callingConfig(toolChoice) },
    }),
    ...formatOf(request.responseFormat),
    ...camelKeys(request.vendor, OWN),
    abortSignal: signal,
    httpOptions: { headers, fetch, ...NO_CLOCK },
  };
}

function declaration({ name, description, parameters, vendor }: ToolSpec): object {
  return { name, ...defined({ description, parametersJsonSchema: parameters }), ...vendor };
}

function callingConfig(wanted: ToolChoice): object {
  if (typeof wanted === 'object') return { mode: 'ANY', allowedFunctionNames: [wanted.name] };
  return { mode: { auto: 'AUTO', none: 'NONE', required: 'ANY' }[wanted] };
}

function formatOf(format: ResponseFormat | undefined): object {
  if (!format) return {};
  const schema = format.type === 'schema' ? format.schema : undefined;
  return { responseMimeType: 'application/json', ...defined({ responseJsonSchema: schema }) };
}
