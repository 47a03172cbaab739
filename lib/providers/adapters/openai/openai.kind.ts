import { loadDependency } from '../../../errors/load-dependency.js';
import { oneOf, type OptionTable, text } from '../../../options/option-rule.js';
import type { ProviderAdapter, ProviderKind } from '../../adapter.js';
import { PROVIDER_OPTION_TABLE, type ProviderOptions } from '../../options/provider-options.js';
import { requireKey } from '../shared/require-key.js';
import { tellingFetch } from '../shared/telling-fetch.js';
import { ChatCompletionsAdapter } from './chat.adapter.js';
import type { ChatCompletionsClient } from './chat-client.js';
import { readyClient } from './dialect-options.js';
import { ResponsesAdapter, type ResponsesClient } from './responses.adapter.js';

/** What OpenAI is told. */
export interface OpenAIOptions extends ProviderOptions {
  /** A ready client of `openai` 6 or 7. */
  client?: ChatCompletionsClient & ResponsesClient;
  /** Which endpoint is asked: that of responses, which OpenAI calls its primary one, or chat completions. Default `responses`. */
  api?: 'responses' | 'chat';
  /** The organization that is billed. Default: the key's. */
  organization?: string;
  /** The project that is billed. Default: the key's. */
  project?: string;
}

const notEmpty = (value: string): boolean => value !== '';

const TABLE: OptionTable<OpenAIOptions> = {
  ...PROVIDER_OPTION_TABLE,
  client: readyClient<ChatCompletionsClient & ResponsesClient>('a client of openai', 'chat'),
  api: oneOf(['responses', 'chat'], 'responses'),
  organization: text('a text that is not empty', notEmpty),
  project: text('a text that is not empty', notEmpty),
};

const LABEL = 'OpenAI';
const KEY = 'OPENAI_API_KEY';
const BASE_URL = 'https://api.openai.com/v1';

/** OpenAI by the package `openai`. */
export const openAIKind: ProviderKind<OpenAIOptions> = {
  name: 'openai',
  label: LABEL,
  table: TABLE,
  secretVariables: [KEY],
  open,
};

async function open(options: Readonly<OpenAIOptions>): Promise<ProviderAdapter> {
  const client = options.client ?? (await openClient(options));
  if (options.api !== 'chat') return new ResponsesAdapter(client);
  return new ChatCompletionsAdapter(client, {
    maxTokensField: 'max_completion_tokens',
    streamUsage: true,
    strictSchemas: true,
  });
}

async function openClient(
  options: Readonly<OpenAIOptions>,
): Promise<ChatCompletionsClient & ResponsesClient> {
  const { OpenAI } = await loadDependency(LABEL, 'openai', () => import('openai'));
  return new OpenAI({
    fetch: tellingFetch,
    apiKey: requireKey(options, LABEL, KEY),
    baseURL: options.baseUrl ?? process.env['OPENAI_BASE_URL'] ?? BASE_URL,
    organization: options.organization,
    project: options.project,
    maxRetries: 0,
  });
}
