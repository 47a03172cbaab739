import { createHash } from 'node:crypto';
import type { Caller } from '../access/caller.js';
import type { PromptToKeep } from '../operations/job.js';
import type { KaizenPayloadStore } from '../options/store-options.js';
import { Refusal, refusal } from '../refusals/refusal.js';

/** How long prompts are kept, and that they have been, in milliseconds. */
export interface PromptLifetimes {
  readonly ttlMs: number;
  readonly expiredTtlMs: number;
}

/** A store that has not answered in this time is not there, in milliseconds. */
const STORE_DEADLINE_MS = 3000;
/** What is kept of a prompt beyond its time: that there was one. */
const TOMBSTONE = 'expired';

/**
 * The prompts that callers have stored. A prompt is kept under a hash of its id and of who stored it:
 * another caller does not find it, and who reads the store learns no id.
 */
export class StoredPrompts {
  constructor(
    private readonly store: KaizenPayloadStore,
    private readonly lifetimes: PromptLifetimes,
  ) {}

  /**
   * Keeps a prompt.
   *
   * @throws Refusal with 503 when the store does not answer, with 413 when it has no room for it.
   */
  async keep({ id, record }: PromptToKeep, caller: Caller | undefined): Promise<void> {
    const key = keyOf(id, caller);
    const { ttlMs, expiredTtlMs } = this.lifetimes;
    await inTime(
      Promise.all([
        this.store.set(key, record, ttlMs),
        ...(expiredTtlMs > 0
          ? [this.store.set(`${key}:was`, TOMBSTONE, ttlMs + expiredTtlMs)]
          : []),
      ]),
    );
  }

  /**
   * The record of a prompt.
   *
   * @throws Refusal with 404 for a prompt that this caller has not stored, with 410 for one whose time
   * has passed, and with 503 when the store does not answer.
   */
  async find(id: string, caller: Caller | undefined): Promise<string> {
    const key = keyOf(id, caller);
    const record = await inTime(this.store.get(key));
    if (typeof record === 'string') return record;
    const was = await inTime(this.store.get(`${key}:was`));
    throw was === TOMBSTONE ? expired() : unknown();
  }
}

function keyOf(id: string, caller: Caller | undefined): string {
  const hash = createHash('sha256').update(`${caller?.id ?? ''}\n${id}`);
  return `kaizen:prompt:${hash.digest('base64url')}`;
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Too late')), STORE_DEADLINE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } catch (cause) {
    throw cause instanceof Refusal ? cause : unavailable(cause);
  } finally {
    clearTimeout(timer);
  }
}

function expired(): Error {
  return refusal('payload_expired', 'The time of this stored prompt has passed. Encode it again.');
}

function unknown(): Error {
  return refusal('payload_not_found', 'No stored prompt has this id. Check it, and the API key.');
}

function unavailable(cause: unknown): Error {
  const facts = {
    code: 'store_unavailable',
    message: 'The store of prompts does not answer. Send the request again later.',
  } as const;
  return new Refusal(facts, cause);
}
