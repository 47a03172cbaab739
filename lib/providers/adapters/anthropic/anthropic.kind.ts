import { loadDependency } from '../../../errors/load-dependency.js';
import { type OptionTable, text, wholeNumber } from '../../../options/option-rule.js';
import type { ProviderKind } from '../../adapter.js';
import { PROVIDER_OPTION_TABLE, type ProviderOptions } from '../../options/provider-options.js';
import { readyClient } from '../openai/dialect-options.js';
import { requireKey } from '../shared/require-key.js';
import { tellingFetch } from '../shared/telling-fetch.js';
import { AnthropicAdapter, type MessagesClient } from './anthropic.adapter.js';

/** What Anthropic is told. */
export interface AnthropicOptions extends ProviderOptions {
  /** A ready client of `@anthropic-ai/sdk`. */
  client?: MessagesClient;
  /** The most tokens of a reply, which Anthropic wants to be told always. Default 4096. */
  maxTokens?: number;
  /**
   * The version of the API, `2023-06-01`. Default: the SDK's. With the SDK's, which is 2026-10-21 or later,
   * Anthropic refuses `temperature` and `topP`: they are left out then.
   */
  apiVersion?: string;
}

const MAX_TOKENS = 4096;

const TABLE: OptionTable<AnthropicOptions> = {
  ...PROVIDER_OPTION_TABLE,
  client: readyClient<MessagesClient>('a client of @anthropic-ai/sdk', 'messages'),
  maxTokens: wholeNumber(1, 100_000_000, MAX_TOKENS),
  apiVersion: text('a version such as 2023-06-01', (value) => /^\d{4}-\d\d-\d\d$/.test(value)),
};

const LABEL = 'Anthropic';
const KEY = 'ANTHROPIC_API_KEY';
const BASE_URL = 'https://api.anthropic.com';

/** Anthropic by the package `@anthropic-ai/sdk`. */
export const anthropicKind: ProviderKind<AnthropicOptions> = {
  name: 'anthropic',
  label: LABEL,
  table: TABLE,
  secretVariables: [KEY, 'ANTHROPIC_AUTH_TOKEN'],
  open: async (options) => {
    const { apiVersion, maxTokens = MAX_TOKENS } = options;
    const client = options.client ?? (await openClient(options));
    return new AnthropicAdapter(client, { apiVersion, maxTokens });
  },
};

async function openClient(options: Readonly<AnthropicOptions>): Promise<MessagesClient> {
  const { Anthropic } = await loadDependency(
    LABEL,
    '@anthropic-ai/sdk',
    () => import('@anthropic-ai/sdk'),
  );
  return new Anthropic({
    fetch: tellingFetch,
    apiKey: requireKey(options, LABEL, KEY),
    // Said here, or the SDK would send a token of the environment beside the key.
    authToken: null,
    baseURL: options.baseUrl ?? process.env['ANTHROPIC_BASE_URL'] ?? BASE_URL,
    maxRetries: 0,
  });
}
