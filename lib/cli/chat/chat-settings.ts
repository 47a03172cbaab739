import type { InputChoice } from '../input/open-input.js';
import type { ReadFlags } from '../support/option-flags.js';
import type { ProviderName } from './provider-names.js';

/** What commander read. */
export interface ChatFlags extends InputChoice, ReadFlags {
  readonly provider: ProviderName;
  readonly providerKeyEnv?: string;
  readonly system?: string;
  readonly data?: readonly string[];
  readonly reply?: 'text' | 'json' | 'ktof';
  readonly json?: boolean;
  readonly model?: string;
  readonly config?: string;
}
