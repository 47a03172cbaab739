import {
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState as PolicyState,
  CountBreaker,
  DelegateBackoff,
  handleWhenResult,
  type IHalfOpenAfterBackoffContext,
  isBrokenCircuitError,
} from 'cockatiel';
import { KaizenCircuitOpenError } from '../../errors/circuit-open.error.js';
import { KaizenTimeoutError } from '../../errors/timeout.error.js';
import type { KaizenCircuitBreakerOptions } from '../../options/resilience-options.js';
import type { CircuitState, KaizenTransport, KaizenTransportCall } from '../kaizen-transport.js';
import { GuardingTransport } from './guarding-transport.js';
import { isOutage, isRefusal } from './service-trouble.js';

/** What a call came to, and what that tells of the service: nothing when it was aborted, say. */
type Outcome<T = unknown> =
  | { readonly tells: 'health'; readonly answer: T }
  | { readonly tells: 'health' | 'outage' | 'nothing'; readonly error: unknown };

const STATES: Readonly<Record<PolicyState, CircuitState>> = {
  [PolicyState.Closed]: 'closed',
  [PolicyState.Open]: 'open',
  [PolicyState.HalfOpen]: 'half-open',
  [PolicyState.Isolated]: 'open',
};

/** The breaker opens above its threshold, ours at the ratio: this is less than any ratio differs by. */
const HAIR = 1e-9;
/** A call with less than this share of the client's `timeoutMs` is one in a hurry. */
const PATIENCE = 0.8;
/** How long a call that finds another one trying is asked to wait, in milliseconds. */
const TRIAL_MS = 1000;

/**
 * Leaves a service that fails alone for a while. When too many of the last calls found it down or too
 * slow, calls are refused and nothing is sent; after `openMs` one call may try, and its outcome closes
 * the circuit or opens it anew. Health checks count and are refused like any call.
 */
export class CircuitBreakerTransport extends GuardingTransport {
  readonly #policy: CircuitBreakerPolicy;
  readonly #openMs: number;
  readonly #patienceMs: number;
  #triesAgainAt = 0;

  /**
   * @param options A `minimumCalls` above the `sampleSize` counts as that. `timeoutMs` is what the client
   * gives a call: one that was given much less and ran out of time says nothing of the service.
   * @param changed Is told of each new state.
   */
  constructor(
    inner: KaizenTransport,
    options: Readonly<Required<KaizenCircuitBreakerOptions>> & { readonly timeoutMs?: number },
    changed: (state: CircuitState) => void,
  ) {
    super(inner);
    const { failureRatio, sampleSize, minimumCalls, openMs, timeoutMs = 0 } = options;
    this.#openMs = openMs;
    this.#patienceMs = timeoutMs * PATIENCE;
    this.#policy = circuitBreaker(
      handleWhenResult((outcome) => (outcome as Outcome).tells !== 'health'),
      {
        breaker: new CountBreaker({
          threshold: failureRatio - HAIR,
          size: sampleSize,
          minimumNumberOfCalls: Math.min(minimumCalls, sampleSize),
        }),
        halfOpenAfter: new DelegateBackoff((context) => this.#opens(context)),
      },
    );
    this.#policy.onStateChange((state) => changed(STATES[state]));
  }

  /** {@inheritDoc KaizenTransport.circuit} */
  override get circuit(): CircuitState {
    return STATES[this.#policy.state];
  }

  /** @throws {@link KaizenCircuitOpenError} while the service is left alone. */
  protected override async guard<T>(call: KaizenTransportCall, work: () => Promise<T>): Promise<T> {
    // The policy would have it wait for the call that tries.
    if (this.circuit === 'half-open') throw this.#refusal(Math.min(TRIAL_MS, this.#openMs));
    const outcome = await this.#ask(call, work);
    if ('error' in outcome) throw outcome.error;
    return outcome.answer;
  }

  /** Others wait for the outcome of a trial, and a stream may take its time. */
  protected override isSettledByFirst(): boolean {
    return this.circuit !== 'closed';
  }

  async #ask<T>(call: KaizenTransportCall, work: () => Promise<T>): Promise<Outcome<T>> {
    try {
      return await this.#policy.execute(() => this.#judge(call, work));
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      throw this.#refusal(Math.max(0, this.#triesAgainAt - Date.now()));
    }
  }

  async #judge<T>(call: KaizenTransportCall, work: () => Promise<T>): Promise<Outcome<T>> {
    const isTrial = this.circuit !== 'closed';
    try {
      return { tells: 'health', answer: await work() };
    } catch (error) {
      const tells = this.#isImpatience(error, call) ? 'nothing' : whatItTells(error);
      // Thrown, it is counted neither way. Of a trial that would close the circuit; and a call from
      // before an outage has no say in whether it is over.
      const hasNoSay = isTrial ? false : tells === 'nothing' || this.circuit !== 'closed';
      if (hasNoSay) throw error;
      return { tells, error };
    }
  }

  #isImpatience(error: unknown, { timeoutMs }: KaizenTransportCall): boolean {
    const ranOut = error instanceof KaizenTimeoutError && error.which === 'total';
    return ranOut && timeoutMs < this.#patienceMs;
  }

  /** How long the circuit stays open: not at all when its trial told nothing. */
  #opens({ result }: IHalfOpenAfterBackoffContext): number {
    const isUndecided = 'value' in result && (result.value as Outcome).tells === 'nothing';
    const openMs = isUndecided ? 0 : this.#openMs;
    this.#triesAgainAt = Date.now() + openMs;
    return openMs;
  }

  #refusal(retryAfterMs: number): KaizenCircuitOpenError {
    return new KaizenCircuitOpenError(
      `The service has failed too often and is left alone; it is tried again in ${retryAfterMs} ms. ` +
        "Call again then, or set fallback: 'embedded'.",
      retryAfterMs,
    );
  }
}

function whatItTells(error: unknown): 'health' | 'outage' | 'nothing' {
  if (isOutage(error)) return 'outage';
  return isRefusal(error) ? 'health' : 'nothing';
}
