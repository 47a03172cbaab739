import { isRecord } from '../../contract/is-record.js';
import {
  type OptionRule,
  type OptionTable,
  secret,
  text,
  withMethods,
} from '../../options/option-rule.js';

/** One API key of a server: its text, or what SHA-256 makes of it. */
export interface KaizenServerKey {
  /**
   * Whose key it is. Two keys with one id share stored prompts and rate limits, which is how a key
   * is replaced by another without losing them. Default: taken from the key's hash.
   */
  readonly id?: string;
  /** The key itself: visible ASCII without spaces. */
  readonly key?: string;
  /** The SHA-256 of the key, as 64 hexadecimal digits. */
  readonly sha256?: string;
}

/** Where keys come from that change while the server runs. */
export interface KaizenKeyStore {
  /** Asked for each request. Keys are as in {@link KaizenServerAccessOptions.keys}. */
  keys(): KaizenServerKeys | Promise<KaizenServerKeys>;
}

/** Keys as objects, or as text: `KEY`, `sha256:HASH`, each with an id and a space before it or not. */
export type KaizenServerKeys = readonly (string | KaizenServerKey)[];

/**
 * Who may use a server. Without any of these it answers only who connects from the same machine.
 */
export interface KaizenServerAccessOptions {
  /**
   * The keys that are accepted, in `x-api-key` or `Authorization: Bearer`. Default: the environment's
   * `KAIZEN_SERVER_KEYS`, separated by commas.
   */
  keys?: KaizenServerKeys;
  /**
   * A file with one key a line (`#` begins a comment), read again within a second of a change.
   * Default: the environment's `KAIZEN_SERVER_KEY_FILE`.
   */
  keyFile?: string;
  /** Keys from elsewhere, asked for each request. */
  keyStore?: KaizenKeyStore;
}

const keyList: OptionRule<KaizenServerKeys> = {
  types: ['object'],
  expects: 'a list of at least one key',
  // An empty list is more likely a mistake than the wish to be open.
  accepts: (value) => Array.isArray(value) && value.length > 0 && value.every(isKey),
};

/** What each of them accepts. What a key may be is checked where it is read. */
export const ACCESS_OPTION_TABLE: OptionTable<KaizenServerAccessOptions> = {
  keys: secret(keyList),
  keyFile: text('the path of a file', (value) => value !== ''),
  keyStore: withMethods<KaizenKeyStore>('an object with a method keys', ['keys']),
};

function isKey(key: unknown): boolean {
  return (typeof key === 'string' && key !== '') || isRecord(key);
}
