import type { VendorName } from '../../providers/vendors.js';

/** An endpoint of OpenAI's shape, whoever's it is. */
export const ANY_ENDPOINT = 'openAiCompatible';

/**
 * Who can be asked. The vendors' own table is not read for it: with it comes all of Nest, and the help has
 * to be there at once. A test holds the two together.
 */
export const PROVIDER_NAMES = [
  'openai',
  'azureOpenAI',
  'anthropic',
  'together',
  'fireworks',
  'bedrock',
  'huggingFace',
  'cohere',
  'mistral',
  'gemini',
  ANY_ENDPOINT,
] as const satisfies readonly (VendorName | typeof ANY_ENDPOINT)[];

/** One of them. */
export type ProviderName = (typeof PROVIDER_NAMES)[number];
