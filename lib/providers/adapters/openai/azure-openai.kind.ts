import { loadDependency } from '../../../errors/load-dependency.js';
import { KaizenOptionsError } from '../../../errors/options.error.js';
import { type OptionRule, type OptionTable, text } from '../../../options/option-rule.js';
import type { ProviderAdapter, ProviderKind } from '../../adapter.js';
import { requireKey } from '../shared/require-key.js';
import { tellingFetch } from '../shared/telling-fetch.js';
import { ChatCompletionsAdapter } from './chat.adapter.js';
import type { ChatCompletionsClient } from './chat-client.js';
import { CHAT_ENDPOINT_TABLE, type ChatEndpointOptions } from './dialect-options.js';

/** What Azure OpenAI is told. Its `model` is the name of the deployment. */
export interface AzureOpenAIOptions extends ChatEndpointOptions {
  /** The resource's address, `https://NAME.openai.azure.com`, with or without `/openai/v1`. Default: `AZURE_OPENAI_ENDPOINT`. */
  baseUrl?: string;
  /** The version of Azure's older API, `2024-10-21`. Default: none, and the newer `/openai/v1` is asked. */
  apiVersion?: string;
  /** Gives a token of Entra ID, for each request, in the place of a key. */
  tokenProvider?: () => Promise<string>;
}

const tokenProvider: OptionRule<() => Promise<string>> = {
  types: ['function'],
  expects: 'a function that gives a token',
  accepts: () => true,
  isSecret: true,
};

const TABLE: OptionTable<AzureOpenAIOptions> = {
  ...CHAT_ENDPOINT_TABLE,
  maxTokensField: { ...CHAT_ENDPOINT_TABLE.maxTokensField, fallback: 'max_completion_tokens' },
  apiVersion: text('a version such as 2024-10-21', (value) => /^\d{4}-\d\d-\d\d/.test(value)),
  tokenProvider,
};

const LABEL = 'Azure OpenAI';
const KEY = 'AZURE_OPENAI_API_KEY';
/** Azure's portal shows the address with it. */
const API_PATH = /\/openai(?:\/v1)?$/;

/** Azure OpenAI by the package `openai`. */
export const azureOpenAIKind: ProviderKind<AzureOpenAIOptions> = {
  name: 'azureOpenAI',
  label: LABEL,
  table: TABLE,
  secretVariables: [KEY],
  open,
};

async function open(options: Readonly<AzureOpenAIOptions>): Promise<ProviderAdapter> {
  const { maxTokensField = 'max_completion_tokens', streamUsage = true } = options;
  const client = options.client ?? (await openClient(options));
  const dialect = { maxTokensField, streamUsage, strictSchemas: true };
  return new ChatCompletionsAdapter(client, dialect);
}

/** Everything is said: what is not, the SDK takes from the environment, and refuses where that contradicts. */
async function openClient(options: Readonly<AzureOpenAIOptions>): Promise<ChatCompletionsClient> {
  const { OpenAI, AzureOpenAI } = await loadDependency(LABEL, 'openai', () => import('openai'));
  const { apiVersion, tokenProvider: token } = options;
  const apiKey = token ? undefined : requireKey(options, LABEL, KEY);
  const endpoint = endpointOf(options);
  const shared = { organization: null, project: null, maxRetries: 0, fetch: tellingFetch };
  if (apiVersion === undefined) {
    return new OpenAI({ ...shared, apiKey: token ?? apiKey, baseURL: `${endpoint}/openai/v1` });
  }
  return new AzureOpenAI({
    ...shared,
    endpoint,
    baseURL: null,
    apiVersion,
    // An empty key, since the environment's would be taken for a second one beside the token.
    ...(token ? { azureADTokenProvider: token, apiKey: '' } : { apiKey }),
  });
}

function endpointOf({
  baseUrl = process.env['AZURE_OPENAI_ENDPOINT'],
}: AzureOpenAIOptions): string {
  if (baseUrl) return baseUrl.replace(/\/+$/, '').replace(API_PATH, '');
  throw new KaizenOptionsError(
    'Azure OpenAI has no address. Give the option "baseUrl", or set AZURE_OPENAI_ENDPOINT in the environment.',
    'baseUrl',
  );
}
