import type { KaizenBatchOperation } from '../contract/batch-routes.js';
import type { LoopShare } from '../engine/pool/loop-share.js';
import type { KaizenCacheOutcome } from '../contract/responses/cache-outcome.js';
import type {
  KaizenBatchAnswer,
  KaizenBatchItem,
  KaizenTransport,
  KaizenTransportCall,
} from '../transport/kaizen-transport.js';
import { answerOf, sharedAnswer, told } from './answers.js';
import type { CachedAnswers, KeyedCall, Lookup } from './cached-answers.js';
import type { Flight, Flights, Landing } from './flights.js';
import { sharedError } from './shared-error.js';

/** What a batch is carried out with. */
export interface CachedBatchParts {
  readonly inner: KaizenTransport;
  readonly answers: CachedAnswers;
  readonly flights: Flights;
  /** The event loop's time. */
  readonly share: LoopShare;
}

/** Equal items of a batch. The first stands for all. */
interface Group {
  readonly keyed: KeyedCall<KaizenBatchOperation>;
  /** Their places in the batch. */
  readonly places: number[];
}

/** A group that this batch carries out. */
interface Led extends Group {
  readonly flight: Flight;
  lookup: Lookup;
}

/** A group that somebody else carries out. */
interface Joined extends Group {
  readonly flight: Flight;
}

/**
 * A batch of which each item is looked up, and only those are sent that are not there: equal ones once, and
 * none that is under way elsewhere.
 */
export class CachedBatch<O extends KaizenBatchOperation> {
  readonly #answers: KaizenBatchAnswer[] = [];
  readonly #events: (() => void)[] = [];
  readonly #startedAt = performance.now();
  /** Places of items that go without the cache. */
  #plain: number[] = [];

  constructor(
    private readonly operation: O,
    private readonly items: readonly KaizenBatchItem<O>[],
    private readonly call: KaizenTransportCall,
    private readonly parts: CachedBatchParts,
  ) {}

  /** See `KaizenTransport.executeBatch`. */
  async run(): Promise<readonly KaizenBatchAnswer[] | undefined> {
    let groups = await this.#group();
    while (groups.length > 0 || this.#plain.length > 0) {
      const { led, joined } = this.#divide(groups);
      if (!(await this.#carryOut(led))) return undefined;
      this.call.signal.throwIfAborted();
      groups = await this.#await(joined);
    }
    for (const tell of this.#events) tell();
    return this.#answers;
  }

  async #group(): Promise<Group[]> {
    const groups = new Map<string, Group>();
    for (const [place, { request, requestId }] of this.items.entries()) {
      await this.parts.share.next();
      const call = { ...this.call, requestId };
      const keyed = this.parts.answers.keyed(this.operation, request, call);
      const group = keyed && groups.get(keyed.key);
      if (!keyed) this.#plain.push(place);
      else if (group) group.places.push(place);
      else groups.set(keyed.key, { keyed, places: [place] });
    }
    return [...groups.values()];
  }

  /** Begins what nobody else carries out at the moment. */
  #divide(groups: readonly Group[]): { led: Led[]; joined: Joined[] } {
    const { flights } = this.parts;
    const led: Led[] = [];
    const joined: Joined[] = [];
    for (const group of groups) {
      const key = this.#isRefresh ? `refresh:${group.keyed.key}` : group.keyed.key;
      const flight = flights.get(key);
      if (flight) joined.push({ ...group, flight });
      else led.push({ ...group, flight: flights.begin(key, this.call), lookup: REFRESHED });
    }
    return { led, joined };
  }

  /** @returns Whether it could be done together. */
  async #carryOut(led: readonly Led[]): Promise<boolean> {
    let fallen: Landing = { isAbandoned: true };
    try {
      if (!this.#isRefresh) await this.#lookUp(led);
      return await this.#send(led.filter(({ lookup }) => lookup.json === undefined));
    } catch (error) {
      if (!this.call.signal.aborted) fallen = { error };
      throw error;
    } finally {
      for (const { flight } of led) flight.land(fallen);
    }
  }

  async #lookUp(led: readonly Led[]): Promise<void> {
    await Promise.all(
      led.map(async (group) => {
        group.lookup = await this.parts.answers.find(group.keyed);
        const { json } = group.lookup;
        if (json !== undefined) this.#landed(group, json);
      }),
    );
  }

  #landed(group: Led, json: string): void {
    const { kind: servedBy } = this.parts.inner;
    group.flight.land({ json, servedBy });
    for (const place of group.places) {
      this.#answers[place] = { answer: answerOf(json, servedBy, 'hit') };
      this.#tell(group, place, 'hit', group.lookup.durationMs);
    }
  }

  async #send(misses: readonly Led[]): Promise<boolean> {
    const plain = this.#plain.splice(0);
    const places = [...misses.map((group) => group.places[0]!), ...plain];
    if (places.length === 0) return true;
    this.call.signal.throwIfAborted();
    const items = places.map((place) => this.items[place]!);
    const sent = await this.parts.inner.executeBatch!(this.operation, items, this.call);
    if (!sent) return false;
    plain.forEach((place, index) => (this.#answers[place] = sent[misses.length + index]!));
    for (const [index, group] of misses.entries()) {
      await this.parts.share.next();
      this.#answered(group, sent[index]!);
    }
    return true;
  }

  /** The first of a group has this; the others have their own copies. */
  #answered(group: Led, outcome: KaizenBatchAnswer): void {
    const [first, ...others] = group.places;
    this.#tell(group, first!, group.lookup.outcome, group.lookup.durationMs);
    if ('error' in outcome) {
      this.#answers[first!] = outcome;
      if (!this.call.signal.aborted) group.flight.land(outcome);
      return this.#share({ ...group, places: others }, outcome);
    }
    const { answer } = outcome;
    this.#answers[first!] = { answer: told(answer, group.lookup.outcome) };
    const landing = this.parts.answers.keep(group.keyed, answer, this.parts.inner.kind);
    if (!landing) return void this.#plain.push(...others);
    group.flight.land(landing);
    this.#share({ ...group, places: others }, landing);
  }

  /** @returns Those that have to be carried out after all. */
  async #await(joined: readonly Joined[]): Promise<Group[]> {
    const left: Group[] = [];
    for (const group of joined) {
      const landing = await group.flight.landed;
      this.call.signal.throwIfAborted();
      const isTold =
        'json' in landing || ('error' in landing && !group.flight.mightDoBetter(this.call));
      if (isTold) this.#share(group, landing);
      else left.push(group);
    }
    return left;
  }

  /** What an equal item or call came to, for those that have waited for it. */
  #share({ keyed, places }: Group, landing: Exclude<Landing, { isAbandoned: true }>): void {
    const outcome = this.#isRefresh ? 'refresh' : 'hit';
    const waitedMs = performance.now() - this.#startedAt;
    for (const place of places) {
      const call = this.#callOf(place);
      if ('error' in landing) {
        this.#answers[place] = { error: sharedError(landing.error, call.requestId) };
        continue;
      }
      this.#answers[place] = { answer: sharedAnswer(landing, outcome) };
      const told = { ...keyed, call };
      this.#events.push(() => this.parts.answers.tellShared(told, landing, outcome, waitedMs));
    }
  }

  /** Told once it is known that the batch is not done again, each item by itself. */
  #tell({ keyed }: Group, place: number, outcome: KaizenCacheOutcome, durationMs: number): void {
    const told = { ...keyed, call: this.#callOf(place) };
    this.#events.push(() => this.parts.answers.tell(told, outcome, durationMs));
  }

  #callOf(place: number): KaizenTransportCall {
    return { ...this.call, requestId: this.items[place]!.requestId };
  }

  get #isRefresh(): boolean {
    return this.call.cache === 'refresh';
  }
}

const REFRESHED: Lookup = { outcome: 'refresh', durationMs: 0 };
