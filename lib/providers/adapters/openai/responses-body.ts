import type { ChatRequest, ResponseFormat } from '../../adapter.js';
import type { SentMessage } from '../../chat/message.js';
import type { FilePart, SentPart } from '../../chat/part.js';
import type { ToolCall, ToolChoice, ToolSpec } from '../../chat/tool.js';
import { KaizenOptionsError } from '../../../errors/options.error.js';
import { partsOf, textOf, textOrParts } from '../shared/content.js';
import { defined } from '../shared/defined.js';
import { base64Of, urlOf } from '../shared/media.js';
import { isStrictSchema } from './strict-schema.js';

/**
 * The body of a request to the endpoint of responses.
 *
 * @throws `KaizenOptionsError` for `stop`, which it does not have.
 */
export function responsesBody(request: ChatRequest, stream: boolean): object {
  const { model, messages, maxTokens, temperature, topP, stop, tools, toolChoice } = request;
  if (stop) throw noStop();
  return {
    model,
    input: messages.flatMap(items),
    ...defined({
      max_output_tokens: maxTokens,
      temperature,
      top_p: topP,
      tools: tools?.map(toolSpec),
      tool_choice: toolChoice && choice(toolChoice),
      text: request.responseFormat && { format: format(request.responseFormat) },
    }),
    ...(stream && { stream }),
    ...request.vendor,
  };
}

function items(message: SentMessage): object[] {
  switch (message.role) {
    case 'system':
    case 'user':
      return [{ role: message.role, content: textOrParts(message.content, part) }];
    case 'assistant':
      return assistant(message);
    case 'tool': {
      const output = textOrParts(message.content, part);
      return [{ type: 'function_call_output', call_id: message.toolCallId, output }];
    }
  }
}

/** What the model thought comes first, as items of their own. */
function assistant({ content, toolCalls = [] }: SentMessage & { role: 'assistant' }): object[] {
  const raw = partsOf(content).flatMap((given) =>
    given.type === 'raw' ? [given.value as object] : [],
  );
  const text = textOf(content);
  const said = text === '' ? [] : [{ role: 'assistant', content: text }];
  return [...raw, ...said, ...toolCalls.map(toolCall)];
}

function toolCall({ id, name, arguments: given, vendor }: ToolCall): object {
  return { type: 'function_call', call_id: id, name, arguments: given, ...vendor };
}

function part(given: SentPart): unknown {
  switch (given.type) {
    case 'text':
      return { type: 'input_text', text: given.text, ...given.vendor };
    case 'image':
      return { type: 'input_image', detail: 'auto', image_url: urlOf(given), ...given.vendor };
    case 'file':
      return { type: 'input_file', ...file(given), ...given.vendor };
    case 'raw':
      return given.value;
  }
}

function file(given: FilePart): object {
  if (given.id !== undefined) return { file_id: given.id };
  if (base64Of(given) === undefined) return { file_url: given.url };
  return defined({ filename: given.name, file_data: urlOf(given) });
}

/** Their schemas are as they were given, which is seldom as strict as this endpoint would have it. */
function toolSpec({ name, description, parameters, vendor }: ToolSpec): object {
  const schema = parameters ?? { type: 'object', properties: {} };
  return {
    type: 'function',
    name,
    ...defined({ description }),
    parameters: schema,
    strict: false,
    ...vendor,
  };
}

function choice(wanted: ToolChoice): unknown {
  return typeof wanted === 'string' ? wanted : { type: 'function', name: wanted.name };
}

function format(wanted: ResponseFormat): object {
  if (wanted.type === 'json') return { type: 'json_object' };
  const { name, schema } = wanted;
  return { type: 'json_schema', name, schema, ...(isStrictSchema(schema) && { strict: true }) };
}

function noStop(): KaizenOptionsError {
  const message =
    'OpenAI\'s endpoint of responses has no "stop". Leave it out, or give the provider the option api: "chat".';
  return new KaizenOptionsError(message, 'stop');
}
