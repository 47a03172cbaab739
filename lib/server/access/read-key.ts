import { createHash } from 'node:crypto';
import { isRecord } from '../../contract/is-record.js';
import { KaizenOptionsError } from '../../errors/options.error.js';
import type { KaizenServerKey } from '../options/access-options.js';

/** A key as it is compared. */
export interface KnownKey {
  readonly id: string;
  /** The SHA-256 of the key. */
  readonly digest: Buffer;
}

const HASH = /^[0-9a-f]{64}$/i;
const HASHED = /^sha256:/i;
const VISIBLE = /^[!-~]+$/;
/** So much of a hash tells keys apart and gives nothing away. */
const ID_LENGTH = 12;

/** What SHA-256 makes of a key. */
export function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/**
 * A key as it is compared, from an object or from text: `KEY`, `sha256:HASH`, each with an id and a
 * space before it or not.
 *
 * @throws {@link KaizenOptionsError} for what is neither. It never shows any of it.
 */
export function readKey(given: unknown): KnownKey {
  const { id, key, sha256 } = typeof given === 'string' ? readText(given) : fieldsOf(given);
  const digest = sha256 === undefined ? digestOfKey(key) : digestOfHash(sha256);
  if (id !== undefined && (typeof id !== 'string' || !VISIBLE.test(id))) throw wrongKey();
  return { id: id ?? digest.toString('hex').slice(0, ID_LENGTH), digest };
}

function readText(text: string): KaizenServerKey {
  const words = text.trim().split(/\s+/);
  const [value = '', id] = words.toReversed();
  if (words.length > 2) throw wrongKey();
  const secret = HASHED.test(value) ? { sha256: value.slice('sha256:'.length) } : { key: value };
  return { ...secret, ...(id !== undefined && { id }) };
}

function fieldsOf(given: unknown): { id?: unknown; key?: unknown; sha256?: unknown } {
  if (!isRecord(given)) throw wrongKey();
  return given;
}

function digestOfKey(key: unknown): Buffer {
  if (typeof key !== 'string' || !VISIBLE.test(key)) throw wrongKey();
  return digestOf(key);
}

function digestOfHash(hash: unknown): Buffer {
  if (typeof hash !== 'string' || !HASH.test(hash)) throw wrongKey();
  return Buffer.from(hash, 'hex');
}

function wrongKey(): KaizenOptionsError {
  return new KaizenOptionsError(
    'One of the server\'s keys cannot be read. Give it as visible ASCII without spaces, or as "sha256:" and 64 hexadecimal digits.',
    'keys',
  );
}
