import { createHash } from 'node:crypto';
import type { Caller } from '../access/caller.js';
import type { PromptToKeep } from '../operations/job.js';
import type { KaizenPayloadStore } from '../options/store-options.js';
import { refusal } from '../refusals/refusal.js';
import { OuterStore } from '../stores/outer-store.js';

/** How long prompts are kept, and that they have been, in milliseconds. */
export interface PromptLifetimes {
  readonly ttlMs: number;
  readonly expiredTtlMs: number;
}

/** What is kept of a prompt beyond its time: when that ends, by `Date.now()`. */
const TOMBSTONE = /^until (\d+)$/;
/** So far may the clocks of servers, and of their store, be apart, in milliseconds. */
const CLOCKS_APART_MS = 1000;

/**
 * The prompts that callers have stored. A prompt is kept under a hash of its id and of who stored it:
 * another caller does not find it, and who reads the store learns no id.
 */
export class StoredPrompts {
  private readonly outer = new OuterStore(
    'The store of prompts',
    'The store of prompts does not answer. Send the request again later.',
  );

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
    const tombstone = `until ${Date.now() + ttlMs}`;
    await this.outer.ask(() =>
      Promise.all([
        this.store.set(key, record, ttlMs),
        ...(expiredTtlMs > 0
          ? [this.store.set(`${key}:was`, tombstone, ttlMs + expiredTtlMs)]
          : []),
      ]),
    );
  }

  /**
   * The record of a prompt.
   *
   * @throws Refusal with 404 for a prompt that this caller has not stored, or that the store has let go
   * before its time; with 410 for one whose time has passed; and with 503 when the store does not answer.
   */
  async find(id: string, caller: Caller | undefined): Promise<string> {
    const key = keyOf(id, caller);
    const record = await this.outer.ask(() => this.store.get(key));
    if (typeof record === 'string') return record;
    const was = await this.outer.ask(() => this.store.get(`${key}:was`));
    throw isOver(was) ? expired() : unknown();
  }
}

function keyOf(id: string, caller: Caller | undefined): string {
  const hash = createHash('sha256').update(`${caller?.id ?? ''}\n${id}`);
  return `kaizen:prompt:${hash.digest('base64url')}`;
}

/** Whether a prompt's time has passed, by its tombstone. The store may also have lacked room for it. */
function isOver(tombstone: unknown): boolean {
  const until = typeof tombstone === 'string' ? TOMBSTONE.exec(tombstone)?.[1] : undefined;
  return until !== undefined && Date.now() + CLOCKS_APART_MS >= Number(until);
}

function expired(): Error {
  return refusal('payload_expired', 'The time of this stored prompt has passed. Encode it again.');
}

function unknown(): Error {
  return refusal('payload_not_found', 'No stored prompt has this id. Check it, and the API key.');
}
