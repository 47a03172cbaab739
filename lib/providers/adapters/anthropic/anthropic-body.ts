import type { ChatRequest } from '../../adapter.js';
import type { SystemMessage } from '../../chat/message.js';
import type { SentPart } from '../../chat/part.js';
import type { ToolChoice, ToolSpec } from '../../chat/tool.js';
import { textOrParts } from '../shared/content.js';
import { defined } from '../shared/defined.js';
import { anthropicMessages, anthropicPart } from './anthropic-messages.js';

/** What an adapter of Anthropic was told. */
export interface AnthropicSettings {
  /** The version of the API that is pinned. Those from 2026-10-21 on refuse `temperature` and `top_p`. */
  readonly apiVersion?: string | undefined;
  /** The limit of tokens where the request has none: Anthropic wants one always. */
  readonly maxTokens: number;
}

const NO_TEMPERATURE_SINCE = '2026-10-21';

/** The body of a request. */
export function anthropicBody(
  request: ChatRequest,
  { apiVersion = NO_TEMPERATURE_SINCE, maxTokens }: AnthropicSettings,
  stream: boolean,
): object {
  const { model, messages, tools, toolChoice, stop, responseFormat } = request;
  const start = messages.findIndex(({ role }) => role !== 'system');
  const leading = messages.slice(0, start === -1 ? messages.length : start);
  const takesTemperature = apiVersion < NO_TEMPERATURE_SINCE;
  return {
    model,
    max_tokens: request.maxTokens ?? maxTokens,
    ...defined({
      system: systemOf(leading as SystemMessage<SentPart>[]),
      temperature: takesTemperature ? request.temperature : undefined,
      top_p: takesTemperature ? request.topP : undefined,
      stop_sequences: stop,
      tools: tools?.map(toolSpec),
      tool_choice: toolChoice && choice(toolChoice),
      output_config:
        responseFormat?.type === 'schema'
          ? { format: { type: 'json_schema', schema: responseFormat.schema } }
          : undefined,
    }),
    messages: anthropicMessages(messages.slice(leading.length)),
    ...(stream && { stream }),
    ...request.vendor,
  };
}

function systemOf(messages: readonly SystemMessage<SentPart>[]): unknown {
  const [first, ...others] = messages;
  if (!first) return undefined;
  if (others.length === 0) return textOrParts(first.content, anthropicPart);
  return messages.flatMap(({ content }) =>
    typeof content === 'string' ? [{ type: 'text', text: content }] : content.map(anthropicPart),
  );
}

function toolSpec({ name, description, parameters, vendor }: ToolSpec): object {
  const schema = parameters ?? { type: 'object', properties: {} };
  return { name, ...defined({ description }), input_schema: schema, ...vendor };
}

function choice(wanted: ToolChoice): object {
  if (typeof wanted === 'object') return { type: 'tool', name: wanted.name };
  return { type: wanted === 'required' ? 'any' : wanted };
}
