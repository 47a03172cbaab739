import { headers, serviceUrl, visibleText } from '../../options/http-rules.js';
import {
  flag,
  milliseconds,
  numberFrom,
  type OptionTable,
  secret,
  text,
  wholeNumber,
} from '../../options/option-rule.js';
import { type KaizenRetryOptions, RETRY_OPTION_TABLE } from '../../options/retry-options.js';
import { compressRule, type CompressOptions } from './compress-options.js';

/** What every provider may be told. Calls may say otherwise for themselves. */
export interface ProviderOptions extends KaizenRetryOptions {
  /** The vendor's key. Default: what its SDK reads from the environment. */
  apiKey?: string;
  /** The vendor's address, for a gateway or a mock. Default: the SDK's. */
  baseUrl?: string;
  /** The model. There is no default: it is said here or with each call. */
  model?: string;
  /** How long a call may take in all, retries and the stream included, in milliseconds. Default 600 000. */
  timeoutMs?: number;
  /** The most tokens of a reply. Default: the vendor's. */
  maxTokens?: number;
  /** Default: the vendor's. */
  temperature?: number;
  /** Headers to send with each request. */
  headers?: Record<string, string>;
  /** What is compressed; `false`: nothing. */
  compress?: boolean | CompressOptions;
  /** Whether receipts count tokens, which takes about a millisecond for 10 KB. Default false. */
  countTokens?: boolean;
}

/** What each of them accepts, and its default. */
export const PROVIDER_OPTION_TABLE: OptionTable<ProviderOptions> = {
  ...RETRY_OPTION_TABLE,
  maxRetries: wholeNumber(0, 20, 2),
  retryOnStatusCodes: {
    ...RETRY_OPTION_TABLE.retryOnStatusCodes,
    fallback: [408, 409, 429, 500, 502, 503, 504, 529],
  },
  apiKey: secret(visibleText),
  baseUrl: { ...serviceUrl(''), fallback: undefined },
  model: text('a name that is not empty', (value) => value.trim() !== ''),
  timeoutMs: milliseconds(1, 600_000),
  maxTokens: wholeNumber(1, 100_000_000),
  temperature: numberFrom(0, 10),
  headers: secret(headers),
  compress: compressRule,
  countTokens: flag(false),
};
