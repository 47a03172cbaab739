import { hash } from 'node:crypto';
import type { KaizenOperation } from '../../contract/operations.js';
import { isStoredPromptId } from '../../contract/stored-prompt-id.js';
import type { KaizenRequests } from '../../contract/types.js';
import type { ResolvedCacheOptions } from '../../options/cache-options.js';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import type { KaizenTransportCall } from '../../transport/kaizen-transport.js';
import { ENTRY_VERSION } from '../entry.js';
import { canonicalJson } from './canonical-json.js';
import { clientFingerprint } from './client-fingerprint.js';

/** Headers that say who asks. A service may answer each caller in another way. */
const IDENTITY = ['authorization', 'x-api-key'];
/** Operations that may hand back the caller's own objects, with what JSON cannot hold. */
const OWN_OBJECTS: ReadonlySet<KaizenOperation> = new Set<KaizenOperation>([
  'optimizeRequest',
  'promptsEncode',
]);

/** What is looked at of any request. */
interface AnyRequest {
  readonly options?: object | null;
  readonly store?: unknown;
  readonly ktof?: unknown;
}

/** The keys under which a client's answers are kept. */
export class RequestKeys {
  readonly #operations: ReadonlySet<string>;
  readonly #prefix: string;
  readonly #fingerprint: string;

  /** @param client The client's name. */
  constructor(
    client: string,
    options: ResolvedKaizenOptions,
    private readonly cache: ResolvedCacheOptions,
  ) {
    this.#operations = new Set(cache.operations);
    this.#prefix = `kaizen:v${ENTRY_VERSION}:${cache.namespace}:${encodeURIComponent(client)}:`;
    this.#fingerprint = clientFingerprint(options);
  }

  /**
   * The key of a request; `undefined` for one that must not be cached: another operation, a prompt that is
   * to be stored or that is, one that is too large or not plain JSON, or whose tenant cannot be told.
   */
  of<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): string | undefined {
    if (!this.#operations.has(operation) || isAboutStored(request)) return undefined;
    const content = canonicalJson(flat(request), {
      maxCharacters: this.cache.maxEntryBytes,
      isLenient: !OWN_OBJECTS.has(operation),
    });
    if (content === undefined) return undefined;
    const who = this.#who(call);
    if (who === undefined) return undefined;
    return `${this.#prefix}${operation}:${digest(`${this.#fingerprint}${who}${content}`)}`;
  }

  /** Whose answer it is; `undefined` where that cannot be told. */
  #who({ headers, secretHeaders }: KaizenTransportCall): string | undefined {
    const { tenant } = this.cache;
    const name = typeof tenant === 'function' ? told(tenant) : (tenant ?? null);
    if (name === undefined) return undefined;
    if (!headers && !secretHeaders) return JSON.stringify([name]);
    return JSON.stringify([name, ...identityOf(headers), ...identityOf(secretHeaders)]);
  }
}

/** The tenant of the call that is being made: `null` for nobody in particular. */
function told(tenant: () => unknown): string | null | undefined {
  try {
    const name = tenant() ?? null;
    return typeof name === 'string' || name === null ? name : undefined;
  } catch {
    return undefined;
  }
}

function isAboutStored(request: AnyRequest): boolean {
  return Boolean(request.store) || isStoredPromptId(request.ktof);
}

/** Its options without their class. */
function flat(request: AnyRequest): object {
  return request.options ? { ...request, options: { ...request.options } } : request;
}

function identityOf(headers: Readonly<Record<string, string>> = {}): string[][] {
  return Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value])
    .filter(([name]) => IDENTITY.includes(name!));
}

/** A lone surrogate has no UTF-8: two texts that differ in one would have the same digest. */
function digest(text: string): string {
  const bytes = text.isWellFormed() ? text : Buffer.from(`${text}\n`, 'utf16le');
  return hash('sha256', bytes, 'base64url');
}
