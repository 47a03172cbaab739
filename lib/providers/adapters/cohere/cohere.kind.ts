import { loadDependency } from '../../../errors/load-dependency.js';
import type { OptionTable } from '../../../options/option-rule.js';
import type { ProviderKind } from '../../adapter.js';
import { PROVIDER_OPTION_TABLE, type ProviderOptions } from '../../options/provider-options.js';
import { readyClient } from '../openai/dialect-options.js';
import { requireKey } from '../shared/require-key.js';
import { chatOf, type CohereChat, type CohereChatClient } from './cohere-client.js';
import { CohereAdapter } from './cohere.adapter.js';
import { sendOnce } from './send-once.js';

/** What Cohere is told. */
export interface CohereOptions extends ProviderOptions {
  /**
   * A ready client of `cohere-ai`, `CohereClientV2` or `CohereClient`. Its `timeoutInSeconds`, 300 unless it
   * was told another, counts beside the deadline of a call; for so long after a call that failed without an
   * answer it keeps the process alive.
   */
  client?: CohereChatClient;
}

const TABLE: OptionTable<CohereOptions> = {
  ...PROVIDER_OPTION_TABLE,
  client: readyClient<CohereChatClient>('a client of cohere-ai', 'chatStream'),
};

const LABEL = 'Cohere';
const KEY = 'CO_API_KEY';
const BASE_URL = 'https://api.cohere.com';

/** Cohere by the package `cohere-ai`. */
export const cohereKind: ProviderKind<CohereOptions> = {
  name: 'cohere',
  label: LABEL,
  table: TABLE,
  secretVariables: [KEY],
  open: async (options) =>
    new CohereAdapter(options.client ? chatOf(options.client) : await openClient(options)),
};

async function openClient(options: Readonly<CohereOptions>): Promise<CohereChat> {
  const token = requireKey(options, LABEL, KEY);
  const { CohereClientV2 } = await loadDependency(LABEL, 'cohere-ai', () => import('cohere-ai'));
  return new CohereClientV2({
    token,
    baseUrl: options.baseUrl ?? BASE_URL,
    maxRetries: 0,
    fetcher: sendOnce,
  });
}
