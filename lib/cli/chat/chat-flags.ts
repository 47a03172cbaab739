import { WRITING_FLAGS } from '../client/client-flags.js';
import type { FlagTable } from '../support/option-flags.js';
import { readNumber } from '../support/read-values.js';

/** Who is asked, and how. The flags have the names of a provider's options. */
export const PROVIDER_FLAGS: FlagTable = {
  'What is asked for:': [
    { flags: '-m, --model <name>', option: 'model', help: 'as the vendor names it; needed' },
    {
      flags: '--max-tokens <number>',
      option: 'maxTokens',
      help: "of the reply; default the vendor's",
      read: readNumber,
    },
    {
      flags: '--temperature <number>',
      option: 'temperature',
      help: "default the vendor's",
      read: readNumber,
    },
  ],
  'What is compressed:': [
    { flags: '--no-compress', option: 'compress', help: 'nothing; data goes as compact JSON' },
    {
      flags: '--prose',
      option: 'compress.prose',
      help: 'JSON in the middle of a text too',
    },
    { flags: '--hint', option: 'compress.hint', help: 'tell the model in a line what KTOF is' },
  ],
  'How it is reached:': [
    {
      flags: '--base-url <url>',
      option: 'baseUrl',
      help: "of the vendor, a gateway, a machine of yours; default the vendor's own",
    },
    { flags: '--api-version <version>', option: 'apiVersion', help: 'of Azure or Anthropic' },
    {
      flags: '--timeout <seconds>',
      option: 'timeoutMs',
      help: 'for the whole reply; default 600',
      read: (text) => Math.round(readNumber(text) * 1000),
    },
    {
      flags: '--max-retries <number>',
      option: 'maxRetries',
      help: 'default 2',
      read: readNumber,
    },
  ],
};

/** All that set an option. */
export const CHAT_FLAGS: FlagTable = { ...PROVIDER_FLAGS, ...WRITING_FLAGS };
