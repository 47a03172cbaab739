import type { ProviderAdapter } from '../../adapter.js';
import { KaizenOptionsError } from '../../../errors/options.error.js';
import { loadDependency } from '../../../errors/load-dependency.js';
import { requireKey } from '../shared/require-key.js';
import { tellingFetch } from '../shared/telling-fetch.js';
import { ChatCompletionsAdapter } from './chat.adapter.js';
import type { ChatCompletionsClient } from './chat-client.js';
import type { ChatEndpointOptions } from './dialect-options.js';

/** What is known of an endpoint without being told. */
export interface ChatEndpoint {
  /** As sentences name it. */
  readonly label: string;
  /** Where it is. */
  readonly baseUrl?: string;
  /** The environment's variable that has its key. */
  readonly keyVariable?: string;
}

/** Opens an endpoint of OpenAI's shape by the package `openai`, or by the client that was given. */
export async function openChatEndpoint(
  options: Readonly<ChatEndpointOptions>,
  endpoint: ChatEndpoint,
): Promise<ProviderAdapter> {
  const { maxTokensField = 'max_tokens', streamUsage = true } = options;
  const client = options.client ?? (await openClient(options, endpoint));
  return new ChatCompletionsAdapter(client, { maxTokensField, streamUsage });
}

async function openClient(
  options: Readonly<ChatEndpointOptions>,
  { label, baseUrl, keyVariable }: ChatEndpoint,
): Promise<ChatCompletionsClient> {
  const baseURL = options.baseUrl ?? baseUrl;
  if (baseURL === undefined) throw noAddress(label);
  const { OpenAI } = await loadDependency(label, 'openai', () => import('openai'));
  return new OpenAI({
    fetch: tellingFetch,
    apiKey: requireKey(options, label, keyVariable),
    baseURL,
    // Said here, or the SDK would send those of the environment, which are OpenAI's.
    organization: null,
    project: null,
    maxRetries: 0,
  });
}

function noAddress(label: string): KaizenOptionsError {
  return new KaizenOptionsError(
    `The provider "${label}" has no address. Give it the option "baseUrl", or a "client".`,
    'baseUrl',
  );
}
