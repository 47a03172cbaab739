import type { KaizenService } from '../client/kaizen.service.js';
import type { KaizenProvider } from './provider.js';
import { KaizenAnthropic } from './vendors/kaizen-anthropic.js';
import { KaizenAzureOpenAI } from './vendors/kaizen-azure-openai.js';
import { KaizenBedrock } from './vendors/kaizen-bedrock.js';
import { KaizenCohere } from './vendors/kaizen-cohere.js';
import { KaizenFireworks } from './vendors/kaizen-fireworks.js';
import { KaizenGemini } from './vendors/kaizen-gemini.js';
import { KaizenHuggingFace } from './vendors/kaizen-hugging-face.js';
import { KaizenMistral } from './vendors/kaizen-mistral.js';
import { KaizenOpenAI } from './vendors/kaizen-openai.js';
import { KaizenTogether } from './vendors/kaizen-together.js';

/** Every vendor's class by its name in options, results and errors. Modules and options read this table. */
export const VENDORS = {
  openai: KaizenOpenAI,
  azureOpenAI: KaizenAzureOpenAI,
  anthropic: KaizenAnthropic,
  together: KaizenTogether,
  fireworks: KaizenFireworks,
  bedrock: KaizenBedrock,
  huggingFace: KaizenHuggingFace,
  cohere: KaizenCohere,
  mistral: KaizenMistral,
  gemini: KaizenGemini,
} as const;

/** The name of a vendor that there is a class for. */
export type VendorName = keyof typeof VENDORS;

/** What each vendor is told. */
export type VendorOptions = {
  -readonly [N in VendorName]?: NonNullable<ConstructorParameters<(typeof VENDORS)[N]>[0]>;
};

/** The names, in the order of the table. */
export const VENDOR_NAMES = Object.keys(VENDORS) as VendorName[];

/** Makes a vendor's provider. */
export function makeVendor(
  name: VendorName,
  options: object,
  kaizen: KaizenService,
): KaizenProvider {
  const Vendor = VENDORS[name] as new (options: object, kaizen: KaizenService) => KaizenProvider;
  return new Vendor(options, kaizen);
}
