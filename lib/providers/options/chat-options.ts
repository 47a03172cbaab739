import { CALL_OPTION_TABLE } from '../../client/kaizen-call-options.js';
import {
  listOf,
  numberFrom,
  objectOf,
  oneOf,
  type OptionRule,
  type OptionTable,
} from '../../options/option-rule.js';
import type { ToolChoice, ToolSpec } from '../chat/tool.js';
import { OUTPUT_TABLE, type OutputSpec } from './output-spec.js';
import { PROVIDER_OPTION_TABLE, type ProviderOptions } from './provider-options.js';

/**
 * What one chat may be told. What is left out is as the provider's options say.
 *
 * @typeParam T What `output` makes of the reply, or of each item where that is a list.
 * @typeParam L Whether `output` makes a list.
 */
export interface ChatOptions<T = unknown, L extends boolean = boolean> extends Pick<
  ProviderOptions,
  | 'model'
  | 'maxTokens'
  | 'temperature'
  | 'timeoutMs'
  | 'maxRetries'
  | 'headers'
  | 'compress'
  | 'countTokens'
> {
  /** From 0 to 1. Default: the vendor's. */
  topP?: number;
  /** Texts at which the model stops. */
  stop?: readonly string[];
  /** The tools that the model may call. */
  tools?: readonly ToolSpec[];
  /** Whether it has to call one. Default: the vendor's, `auto`. */
  toolChoice?: ToolChoice;
  /** Fields of the vendor's own request, as they are; they win over all others. */
  vendor?: Readonly<Record<string, unknown>>;
  /** Ends the call when it aborts. */
  signal?: AbortSignal;
  /**
   * What the reply is asked for and read as. `text`: nothing is read. `json`, `ktof`: the model is told so in a
   * line, and a reply without data is an error. Default: `json` with `output`; else a reply that is JSON, or
   * has JSON, is read, and any other is text.
   */
  reply?: 'text' | 'json' | 'ktof';
  /** What the data has to be. */
  output?: OutputSpec<T, L>;
}

const toolChoice: OptionRule<ToolChoice> = {
  types: ['string', 'object'],
  expects: '"auto", "none", "required" or { name }',
  accepts: (value) =>
    ['auto', 'none', 'required'].includes(value as string) ||
    typeof (value as { name?: unknown } | null)?.name === 'string',
};

const plainObject: OptionRule<Readonly<Record<string, unknown>>> = {
  types: ['object'],
  expects: 'an object',
  accepts: (value) => value !== null && !Array.isArray(value),
};

const { model, maxTokens, temperature, timeoutMs, maxRetries, headers, compress, countTokens } =
  PROVIDER_OPTION_TABLE;

/** What each of them accepts. */
export const CHAT_OPTION_TABLE: OptionTable<ChatOptions> = {
  model,
  maxTokens,
  temperature,
  timeoutMs,
  maxRetries,
  headers,
  compress,
  countTokens,
  topP: numberFrom(0, 1),
  stop: listOf<string>('a list of texts', (item) => typeof item === 'string'),
  tools: listOf<ToolSpec>(
    'a list of tools with names',
    (tool) => typeof (tool as { name?: unknown } | null)?.name === 'string',
  ),
  toolChoice,
  vendor: plainObject,
  signal: CALL_OPTION_TABLE.signal,
  reply: oneOf(['text', 'json', 'ktof']),
  output: objectOf<OutputSpec<unknown>>(OUTPUT_TABLE),
};
