import type { KaizenOperation } from '../contract/operations.js';
import type { ServedBy } from '../contract/responses/served-by.js';
import type { KaizenRequests } from '../contract/types.js';
import type { Reporter } from '../observability/reporter.js';
import type { ResolvedCacheOptions } from '../options/cache-options.js';
import type { KaizenCacheOutcome } from '../contract/responses/cache-outcome.js';
import type { KaizenTransportAnswer, KaizenTransportCall } from '../transport/kaizen-transport.js';
import { isResponse, isResponseJson, jsonOf } from './answers.js';
import type { Answered } from './flights.js';
import { readEntry, remainingMs, writeEntry } from './entry.js';
import type { RequestKeys } from './keys/request-keys.js';
import type { CacheTier, Found } from './tiers/cache-tier.js';

/** What was found for a call. */
export interface Lookup {
  readonly outcome: KaizenCacheOutcome;
  /** The JSON of the body, for a hit. */
  readonly json?: string;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
}

/** A call with its key. */
export interface KeyedCall<O extends KaizenOperation = KaizenOperation> {
  readonly key: string;
  readonly operation: O;
  readonly request: KaizenRequests[O];
  readonly call: KaizenTransportCall;
}

/** The answers that a client has kept. */
export class CachedAnswers {
  constructor(
    private readonly keys: RequestKeys,
    private readonly tier: CacheTier,
    private readonly options: Pick<ResolvedCacheOptions, 'ttlMs' | 'maxEntryBytes'>,
    private readonly reporter: Pick<Reporter, 'cacheAsked' | 'fellBack'>,
  ) {}

  /** The call with its key; `undefined` for one that goes without the cache. */
  keyed<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): KeyedCall<O> | undefined {
    if (call.cache === false) return undefined;
    const key = this.keys.of(operation, request, call);
    return key === undefined ? undefined : { key, operation, request, call };
  }

  /** Looks a call up: at once where that is in memory. */
  find({ key, operation }: KeyedCall): Lookup | Promise<Lookup> {
    const startedAt = performance.now();
    const found = this.tier.read(key);
    if (!('then' in found)) return this.#read(key, operation, found, startedAt);
    return found.then((late) => this.#read(key, operation, late, startedAt));
  }

  /** Tells what a call met. */
  tell({ operation, call }: KeyedCall, outcome: KaizenCacheOutcome, durationMs = 0): void {
    this.reporter.cacheAsked({ operation, requestId: call.requestId, outcome, durationMs });
  }

  /** Tells what a call met that has waited for an equal one, and how long it has. */
  tellShared(
    keyed: KeyedCall,
    { insteadOf }: Answered,
    outcome: KaizenCacheOutcome,
    durationMs: number,
  ): void {
    const { operation, call } = keyed;
    if (insteadOf) this.reporter.fellBack({ operation, requestId: call.requestId }, insteadOf);
    this.tell(keyed, outcome, durationMs);
  }

  /**
   * Keeps the answer to a call, unless it is none, too large, or somebody else's than who was asked.
   *
   * @param asked Who was asked. What the engine answers in a service's place is not kept as the service's.
   * @returns What equal calls are told; `undefined` when the request is not any more what was looked up: its owner has
   * changed it since.
   */
  keep(
    { key, operation, request, call }: KeyedCall,
    { body, servedBy, insteadOf }: KaizenTransportAnswer,
    asked: ServedBy,
  ): Answered | undefined {
    if (this.keys.of(operation, request, call) !== key) return undefined;
    const json = jsonOf(body);
    if (json === undefined) return undefined;
    const { ttlMs, maxEntryBytes } = this.options;
    const isKept =
      servedBy === asked && json.length <= maxEntryBytes && isResponse(operation, body);
    if (isKept) this.tier.write(key, writeEntry(key, json, Date.now() + ttlMs), ttlMs);
    else if (call.cache === 'refresh') this.#forget(key);
    return { json, servedBy, ...(insteadOf && { insteadOf }) };
  }

  /** What was to be replaced must not come back. */
  #forget(key: string): void {
    this.tier.write(key, writeEntry(key, '', 0), 1);
  }

  #read(key: string, operation: KaizenOperation, found: Found, startedAt: number): Lookup {
    const { outcome, json } = contentOf(key, operation, found);
    if (outcome === 'hit' && !found.isOwn) this.tier.takeOver?.(key, found.value as string);
    const durationMs = performance.now() - startedAt;
    return { outcome, durationMs, ...(json !== undefined && { json }) };
  }
}

/** What others write may be anything: it counts only if it can be the answer. */
function contentOf(
  key: string,
  operation: KaizenOperation,
  { value, isFailed, isOwn }: Found,
): Pick<Lookup, 'outcome' | 'json'> {
  if (isFailed) return { outcome: 'error' };
  if (value === undefined || value === null) return { outcome: 'miss' };
  const json = readEntry(key, value);
  if (json === undefined) return { outcome: 'stale' };
  // A store may know of no time.
  if (remainingMs(key, value as string) === 0) return { outcome: 'miss' };
  if (!isOwn && !isResponseJson(operation, json)) return { outcome: 'stale' };
  return { outcome: 'hit', json };
}
