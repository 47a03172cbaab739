import type { KaizenOperation } from '../contract/operations.js';
import type { KaizenRequests } from '../contract/types.js';
import { LoopShare } from '../engine/pool/loop-share.js';
import type { KaizenCacheOutcome } from '../contract/responses/cache-outcome.js';
import type {
  CacheState,
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../transport/kaizen-transport.js';
import { TransportDecorator } from '../transport/resilience/transport-decorator.js';
import { answerOf, sharedAnswer, told } from './answers.js';
import { CachedBatch } from './cached-batch.js';
import type { CachedAnswers, KeyedCall, Lookup } from './cached-answers.js';
import { type Flight, Flights, type Landing } from './flights.js';
import { sharedError } from './shared-error.js';
import type { CacheTier } from './tiers/cache-tier.js';

/**
 * Answers from a cache what has been answered before, and has equal calls that are under way at the same time
 * share one answer. Whatever becomes of the store, calls go on without it. Streams and health pass by.
 */
export class CachingTransport extends TransportDecorator {
  override readonly executeBatch: KaizenTransport['executeBatch'];
  readonly #flights = new Flights();
  readonly #share = new LoopShare();

  /**
   * @param inner The transport that does the work.
   * @param answers The answers that are kept.
   * @param tier Where they are kept.
   */
  constructor(
    inner: KaizenTransport,
    private readonly answers: CachedAnswers,
    private readonly tier: CacheTier,
  ) {
    super(inner);
    const parts = { inner, answers, flights: this.#flights, share: this.#share };
    this.executeBatch =
      inner.executeBatch &&
      ((operation, items, call) => new CachedBatch(operation, items, call, parts).run());
  }

  /** {@inheritDoc KaizenTransport.cache} */
  override get cache(): CacheState {
    return this.tier.state;
  }

  /** {@inheritDoc KaizenTransport.ready} */
  override get ready(): Promise<void> | undefined {
    return this.tier.ready;
  }

  /** {@inheritDoc KaizenTransport.execute} */
  execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer> {
    if (operation === 'health') return this.#health(operation, request, call);
    const keyed = this.answers.keyed(operation, request, call);
    if (!keyed) return this.inner.execute(operation, request, call);
    return call.cache === 'refresh' ? this.#refresh(keyed) : this.#cached(keyed);
  }

  /** Lets go of the store as well, if it is the client's own. */
  override async close(): Promise<void> {
    await Promise.all([super.close(), this.tier.close()]);
  }

  /** Asks the store at the same time, so that what is told of it is of now. */
  async #health<O extends KaizenOperation>(
    health: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer> {
    const probed = this.tier.probe();
    const answer = await this.inner.execute(health, request, call);
    await probed;
    return answer;
  }

  #refresh(keyed: KeyedCall): Promise<KaizenTransportAnswer> {
    const key = `refresh:${keyed.key}`;
    const flight = this.#flights.get(key);
    if (flight) return this.#join(keyed, flight, () => this.#refresh(keyed));
    this.answers.tell(keyed, 'refresh');
    return this.#lead(keyed, this.#flights.begin(key, keyed.call), 'refresh');
  }

  #cached(keyed: KeyedCall): Promise<KaizenTransportAnswer> {
    const { key, call } = keyed;
    const underWay = this.#flights.get(key);
    if (underWay) return this.#join(keyed, underWay, () => this.#cached(keyed));
    const lookup = this.answers.find(keyed);
    if (!('then' in lookup)) return this.#goOn(keyed, lookup);
    const flight = this.#flights.begin(key, call);
    return lookup.then((late) => this.#goOn(keyed, late, flight));
  }

  /** Goes on with what was found. */
  #goOn(
    keyed: KeyedCall,
    { outcome, json, durationMs }: Lookup,
    begun?: Flight,
  ): Promise<KaizenTransportAnswer> {
    this.answers.tell(keyed, outcome, durationMs);
    if (json === undefined) {
      const flight = begun ?? this.#flights.begin(keyed.key, keyed.call);
      return this.#lead(keyed, flight, outcome);
    }
    begun?.land({ json, servedBy: this.kind });
    return Promise.resolve(answerOf(json, this.kind, outcome));
  }

  /** Carries out the call, for itself and for those that wait for it. */
  async #lead(
    keyed: KeyedCall,
    flight: Flight,
    outcome: KaizenCacheOutcome,
  ): Promise<KaizenTransportAnswer> {
    const { operation, request, call } = keyed;
    let landing: Landing = { isAbandoned: true };
    try {
      call.signal.throwIfAborted();
      const answer = await this.inner.execute(operation, request, call);
      landing = this.answers.keep(keyed, answer, this.kind) ?? landing;
      return told(answer, outcome);
    } catch (error) {
      // What ended this call alone is nothing to the others: one of them takes over.
      if (!call.signal.aborted) landing = { error };
      throw error;
    } finally {
      flight.land(landing);
    }
  }

  /** Waits for what an equal call comes to; goes on by itself where that says nothing. */
  async #join(
    keyed: KeyedCall,
    flight: Flight,
    goOn: () => Promise<KaizenTransportAnswer>,
  ): Promise<KaizenTransportAnswer> {
    const { call } = keyed;
    const startedAt = performance.now();
    const landing = await flight.landed;
    call.signal.throwIfAborted();
    if ('error' in landing && !flight.mightDoBetter(call)) {
      throw sharedError(landing.error, call.requestId);
    }
    if (!('json' in landing)) return goOn();
    const outcome = call.cache === 'refresh' ? 'refresh' : 'hit';
    this.answers.tellShared(keyed, landing, outcome, performance.now() - startedAt);
    return sharedAnswer(landing, outcome);
  }
}
