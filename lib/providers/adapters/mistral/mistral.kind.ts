import { loadDependency } from '../../../errors/load-dependency.js';
import type { OptionTable } from '../../../options/option-rule.js';
import type { ProviderKind } from '../../adapter.js';
import { PROVIDER_OPTION_TABLE, type ProviderOptions } from '../../options/provider-options.js';
import { readyClient } from '../openai/dialect-options.js';
import { requireKey } from '../shared/require-key.js';
import {
  callOptions,
  callsOf,
  inspected,
  type MistralCalls,
  type MistralClient,
} from './mistral-calls.js';
import { MistralAdapter } from './mistral.adapter.js';

/**
 * What Mistral AI is told. The SDK sends the fields that it knows and drops every other one: `vendor` may
 * name those of its version, as the SDK (`randomSeed`) or the API's reference (`random_seed`) does.
 */
export interface MistralOptions extends ProviderOptions {
  /** A ready client of `@mistralai/mistralai`. Results of its calls have no request id; errors do. */
  client?: MistralClient;
}

const TABLE: OptionTable<MistralOptions> = {
  ...PROVIDER_OPTION_TABLE,
  client: readyClient<MistralClient>('a client of @mistralai/mistralai', 'chat'),
};

const LABEL = 'Mistral AI';
const PACKAGE = '@mistralai/mistralai';
const KEY = 'MISTRAL_API_KEY';
const BASE_URL = 'https://api.mistral.ai';

/** Mistral AI by the package `@mistralai/mistralai`. */
export const mistralKind: ProviderKind<MistralOptions> = {
  name: 'mistral',
  label: LABEL,
  table: TABLE,
  secretVariables: [KEY],
  open: async (options) =>
    new MistralAdapter(options.client ? callsOf(options.client) : await openCalls(options)),
};

/** By the SDK's functions and not by its class: they tell a response's headers, and load less. */
async function openCalls(options: Readonly<MistralOptions>): Promise<MistralCalls> {
  const apiKey = requireKey(options, LABEL, KEY);
  const { MistralCore, chatComplete, chatStream } = await loadDependency(LABEL, PACKAGE, load);
  const core = new MistralCore({ apiKey, serverURL: options.baseUrl ?? BASE_URL });
  return {
    complete: (body, context) =>
      inspected(chatComplete(core, body as never, callOptions(context)), context),
    stream: (body, context) =>
      inspected(chatStream(core, body as never, callOptions(context)), context),
  };
}

async function load() {
  const { MistralCore } = await import('@mistralai/mistralai/core.js');
  const { chatComplete } = await import('@mistralai/mistralai/funcs/chatComplete.js');
  const { chatStream } = await import('@mistralai/mistralai/funcs/chatStream.js');
  return { MistralCore, chatComplete, chatStream };
}
