import { flag, oneOf, type OptionTable } from '../../../options/option-rule.js';
import { PROVIDER_OPTION_TABLE, type ProviderOptions } from '../../options/provider-options.js';
import type { OptionRule } from '../../../options/option-rule.js';
import type { ChatCompletionsClient } from './chat-client.js';

/** What is told of an endpoint of OpenAI's shape. */
export interface ChatEndpointOptions extends ProviderOptions {
  /** A ready client of `openai` 6 or 7, `AzureOpenAI`, `together-ai`, or anything of their shape. */
  client?: ChatCompletionsClient;
  /** What the limit of tokens is called there. Default `max_tokens`. */
  maxTokensField?: 'max_completion_tokens' | 'max_tokens';
  /** Whether usage is asked for in streams with `stream_options`. Default true. */
  streamUsage?: boolean;
}

/** A rule for a ready client. */
export function readyClient<T extends object>(expects: string, field: string): OptionRule<T> {
  return {
    types: ['object', 'function'],
    expects,
    accepts: (value) => value !== null && (value as Record<string, unknown>)[field] !== undefined,
    isSecret: true,
  };
}

/** What each of them accepts, and its default. */
export const CHAT_ENDPOINT_TABLE: OptionTable<ChatEndpointOptions> = {
  ...PROVIDER_OPTION_TABLE,
  client: readyClient<ChatCompletionsClient>('a client with chat.completions', 'chat'),
  maxTokensField: oneOf(['max_completion_tokens', 'max_tokens'], 'max_tokens'),
  streamUsage: flag(true),
};
