import { createKaizen } from '../../client/create-kaizen.js';
import type { KaizenService } from '../../client/kaizen.service.js';
import type { KaizenProvider } from '../../providers/provider.js';
import { makeVendor } from '../../providers/vendors.js';
import { KaizenOpenAiCompatible } from '../../providers/vendors/kaizen-openai-compatible.js';
import { KaizenDependencyError } from '../../errors/dependency.error.js';
import { loadTokenCounter } from '../../tokens/token-counter.js';
import { CliFailure } from '../cli-failure.js';
import { readSettings } from '../client/settings.js';
import { EXIT_CODE } from '../exit-code.js';
import { readOptionFlags } from '../support/option-flags.js';
import { StderrLogger } from '../support/stderr-logger.js';
import type { ChatFlags } from './chat-settings.js';
import { PROVIDER_FLAGS } from './chat-flags.js';
import { ANY_ENDPOINT } from './provider-names.js';

/** A provider, and what compresses for it. */
export interface OpenedProvider {
  readonly provider: KaizenProvider;
  close(): Promise<void>;
}

/**
 * Makes the provider that was asked for. Its data is compressed in this process, whatever service the
 * options name.
 *
 * @throws {@link KaizenOptionsError} for an option that the provider does not take.
 */
export async function openProvider(flags: ChatFlags): Promise<OpenedProvider> {
  if (flags.model === undefined) throw usage('--model is needed. Give the name of a model.');
  const options = {
    ...readOptionFlags(flags, PROVIDER_FLAGS),
    ...keyOf(flags.providerKeyEnv),
    countTokens: await canCount(flags.model),
  };
  const kaizen = await openKaizen(flags);
  const provider = make(flags, options, kaizen);
  return {
    provider,
    close: async () => {
      await provider.close();
      await kaizen.close();
    },
  };
}

function make({ provider, baseUrl }: ChatFlags, options: object, kaizen: KaizenService) {
  if (provider !== ANY_ENDPOINT) return makeVendor(provider, options, kaizen);
  if (baseUrl === undefined) {
    throw usage(`${ANY_ENDPOINT} has no address of its own. Give --base-url.`);
  }
  return new KaizenOpenAiCompatible(ANY_ENDPOINT, options, kaizen);
}

/** What a flag says of the address and the time is the vendor's, and not the service's. */
async function openKaizen({ config, ...flags }: ChatFlags): Promise<KaizenService> {
  const { profile, delimiter, indent, lengthMarker } = flags;
  const writing = { profile, delimiter, indent, lengthMarker };
  const { given } = await readSettings({ config, ...writing, transport: 'embedded' });
  const logger = new StderrLogger({ level: given.logLevel ?? 'off', json: false });
  return createKaizen({ ...given, logger });
}

function keyOf(variable: string | undefined): { apiKey?: string } {
  if (variable === undefined) return {};
  const apiKey = process.env[variable];
  if (apiKey) return { apiKey };
  throw usage('The variable that --provider-key-env names is not set. Set it to the key.');
}

/** Bytes are told without the package that counts tokens. Here it loads before the time is taken. */
async function canCount(model: string): Promise<boolean> {
  try {
    await loadTokenCounter(model);
    return true;
  } catch (error) {
    if (error instanceof KaizenDependencyError) return false;
    throw error;
  }
}

function usage(message: string): CliFailure {
  return new CliFailure(message, EXIT_CODE.usage);
}
