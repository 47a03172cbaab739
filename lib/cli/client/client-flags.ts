import type { FlagTable } from '../support/option-flags.js';
import { readNumber } from '../support/read-values.js';

/** Where the work is done. The flags have the names of the client's options. */
export const SERVICE_FLAGS: FlagTable = {
  'Where it is done (in this process, unless a key or an address is given):': [
    { flags: '--transport <name>', option: 'transport', help: 'embedded or http' },
    {
      flags: '--base-url <url>',
      option: 'baseUrl',
      help: 'of a Kaizen service; or KAIZEN_BASE_URL',
    },
    {
      flags: '--api-key <key>',
      option: 'apiKey',
      help: 'better in KAIZEN_API_KEY: others can see a command line',
    },
    {
      flags: '--timeout <seconds>',
      option: 'timeoutMs',
      help: 'for a call in all; or KAIZEN_TIMEOUT; default 30',
      read: (text) => Math.round(readNumber(text) * 1000),
    },
    { flags: '--timeout-ms <ms>', option: 'timeoutMs', help: 'the same', read: readNumber },
    {
      flags: '--proxy <url>',
      option: 'proxy',
      help: 'default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY',
    },
    { flags: '--no-proxy', option: 'proxy', help: 'no proxy, whatever the environment says' },
    {
      flags: '--ca-bundle <path>',
      option: 'caBundle',
      help: 'authorities to trust beside the known ones, as PEM',
    },
  ],
};

/** How encodes are written. */
export const WRITING_FLAGS: FlagTable = {
  'How it is written:': [
    {
      flags: '--profile <name>',
      option: 'profile',
      help: 'ktof (default, the smallest), toon or legacy',
    },
    {
      flags: '--delimiter <name>',
      option: 'delimiter',
      help: 'between the values of a row: comma (default), tab or pipe',
      read: readDelimiter,
    },
    {
      flags: '--indent <number>',
      option: 'indent',
      help: 'spaces for each level, 1 to 8; default 1 in ktof, else 2',
      read: readNumber,
    },
    { flags: '--length-marker', option: 'lengthMarker', help: '[#3] for [3]' },
  ],
};

/** How texts are read. */
export const READING_FLAGS: FlagTable = {
  'How it is read:': [
    {
      flags: '--indent <number>',
      option: 'indent',
      help: 'spaces for each level, 1 to 8; default what the text has',
      read: readNumber,
    },
  ],
};

/** How much is taken. */
export const LIMIT_FLAGS: FlagTable = {
  'How much it takes:': [
    {
      flags: '--max-payload-bytes <bytes>',
      option: 'maxPayloadBytes',
      help: 'default 536870888, as long as a string can be',
      read: readNumber,
    },
    {
      flags: '--max-depth <number>',
      option: 'maxDepth',
      help: 'levels of a payload; default 200',
      read: readNumber,
    },
  ],
};

/** All of them. */
export const CLIENT_FLAGS: FlagTable = { ...WRITING_FLAGS, ...LIMIT_FLAGS, ...SERVICE_FLAGS };

const DELIMITERS: Readonly<Record<string, string>> = {
  comma: ',',
  tab: '\t',
  '\\t': '\t',
  pipe: '|',
};

function readDelimiter(text: string): string {
  return DELIMITERS[text] ?? text;
}
