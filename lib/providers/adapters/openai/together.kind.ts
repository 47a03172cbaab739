import { loadDependency } from '../../../errors/load-dependency.js';
import type { ProviderKind } from '../../adapter.js';
import { requireKey } from '../shared/require-key.js';
import { tellingFetch } from '../shared/telling-fetch.js';
import { ChatCompletionsAdapter } from './chat.adapter.js';
import type { ChatCompletionsClient } from './chat-client.js';
import { CHAT_ENDPOINT_TABLE, type ChatEndpointOptions } from './dialect-options.js';

const LABEL = 'Together AI';
const KEY = 'TOGETHER_API_KEY';
const BASE_URL = 'https://api.together.ai/v1';

/** Together AI by the package `together-ai`. */
export const togetherKind: ProviderKind<ChatEndpointOptions> = {
  name: 'together',
  label: LABEL,
  table: CHAT_ENDPOINT_TABLE,
  secretVariables: [KEY],
  open: async (options) => {
    const { maxTokensField = 'max_tokens', streamUsage = true } = options;
    const client = options.client ?? (await openClient(options));
    return new ChatCompletionsAdapter(client, { maxTokensField, streamUsage });
  },
};

async function openClient(options: Readonly<ChatEndpointOptions>): Promise<ChatCompletionsClient> {
  const { Together } = await loadDependency(LABEL, 'together-ai', () => import('together-ai'));
  return new Together({
    fetch: tellingFetch,
    apiKey: requireKey(options, LABEL, KEY),
    baseURL: options.baseUrl ?? BASE_URL,
    maxRetries: 0,
  });
}
