import type { OptionTable } from '../../../options/option-rule.js';
import type { ProviderKind } from '../../adapter.js';
import { CHAT_ENDPOINT_TABLE, type ChatEndpointOptions } from './dialect-options.js';
import { openChatEndpoint } from './open-chat-endpoint.js';

/** What any other endpoint of OpenAI's shape is told: Ollama, vLLM, OpenRouter, Groq, a gateway. */
export interface OpenAiCompatibleOptions extends ChatEndpointOptions {
  /** Its address, with the version: `http://localhost:11434/v1`. Needed, unless there is a `client`. */
  baseUrl?: string;
}

const TABLE: OptionTable<OpenAiCompatibleOptions> = CHAT_ENDPOINT_TABLE;

/**
 * An endpoint of OpenAI's shape under a name of your own. Its key may be left out: many that run at home have
 * none.
 *
 * @param name As results and errors name it.
 */
export function openAiCompatible(name: string): ProviderKind<OpenAiCompatibleOptions> {
  return {
    name,
    label: name,
    table: TABLE,
    secretVariables: [],
    open: (options) => openChatEndpoint(options, { label: name }),
  };
}
