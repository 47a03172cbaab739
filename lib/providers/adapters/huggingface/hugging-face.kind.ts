import { KaizenOptionsError } from '../../../errors/options.error.js';
import { loadDependency } from '../../../errors/load-dependency.js';
import { type OptionTable, text } from '../../../options/option-rule.js';
import type { ProviderAdapter, ProviderKind } from '../../adapter.js';
import { PROVIDER_OPTION_TABLE, type ProviderOptions } from '../../options/provider-options.js';
import { readyClient } from '../openai/dialect-options.js';
import { requireKey } from '../shared/require-key.js';
import { HuggingFaceAdapter, type InferenceChatClient } from './hugging-face.adapter.js';

/** What Hugging Face is told. */
export interface HuggingFaceOptions extends ProviderOptions {
  /** A ready `InferenceClient` of `@huggingface/inference`. */
  client?: InferenceChatClient;
  /** A token of Hugging Face (`hf_…`), or a key of the `provider`. Default: `HF_TOKEN`. */
  apiKey?: string;
  /** An endpoint of your own, with or without `/v1`: it needs no key. Default: Hugging Face's router. */
  baseUrl?: string;
  /** Who runs the model: `groq`, `together`. Default: whom the router chooses. Not together with `baseUrl`. */
  provider?: string;
  /** The organization that is billed. Default: the key's owner. */
  billTo?: string;
}

const notEmpty = (value: string): boolean => value.trim() !== '';

const TABLE: OptionTable<HuggingFaceOptions> = {
  ...PROVIDER_OPTION_TABLE,
  client: readyClient<InferenceChatClient>('a client of @huggingface/inference', 'chatCompletion'),
  provider: text('a name that is not empty', notEmpty),
  billTo: text('a name that is not empty', notEmpty),
};

const LABEL = 'Hugging Face';
const KEY = 'HF_TOKEN';

/** Hugging Face by the package `@huggingface/inference`. */
export const huggingFaceKind: ProviderKind<HuggingFaceOptions> = {
  name: 'huggingFace',
  label: LABEL,
  table: TABLE,
  secretVariables: [KEY],
  open,
};

async function open(options: Readonly<HuggingFaceOptions>): Promise<ProviderAdapter> {
  const { provider, baseUrl, billTo } = options;
  if (provider !== undefined && baseUrl !== undefined) throw bothGiven();
  const client = options.client ?? (await openClient(options));
  return new HuggingFaceAdapter(client, { provider, billTo });
}

async function openClient(options: Readonly<HuggingFaceOptions>): Promise<InferenceChatClient> {
  const { InferenceClient } = await loadDependency(
    LABEL,
    '@huggingface/inference',
    () => import('@huggingface/inference'),
  );
  const { baseUrl } = options;
  if (baseUrl === undefined) return new InferenceClient(requireKey(options, LABEL, KEY));
  const key = options.apiKey ?? process.env[KEY] ?? '';
  return new InferenceClient(key, { endpointUrl: baseUrl });
}

function bothGiven(): KaizenOptionsError {
  return new KaizenOptionsError(
    `${LABEL} has the options "provider" and "baseUrl". Leave one out: an endpoint of your own has no other provider.`,
    'provider',
  );
}
