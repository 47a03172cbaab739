import type {
  AxiosError,
  AxiosInstance,
  AxiosRequestConfig,
  InternalAxiosRequestConfig,
} from 'axios';
import axiosRetry from 'axios-retry';
import type { Reporter } from '../../../observability/reporter.js';
import type { ResolvedKaizenOptions } from '../../../options/kaizen-options.js';
import type { RequestState } from '../request-state.js';
import type { ConnectionAgents } from '../sockets/agents.js';
import { type Failure, failureOf, reasonOf } from './failure-of.js';
import { RetryBudget } from './retry-budget.js';
import { RetryPolicy, type RetryPolicyOptions, type RetryPolicySources } from './retry-policy.js';
import { attemptAnswered, attemptFailed, beginAttempt } from './trace-attempt.js';

/** What the retries of a client work with. */
export interface RetryDeps extends RetryPolicySources {
  /** What the client was told of retries. */
  readonly options: RetryPolicyOptions & Pick<ResolvedKaizenOptions, 'maxRetries' | 'retryBudget'>;
  /** Where sockets come from that no request has used, for the replay after a stale one. */
  readonly agents: Pick<ConnectionAgents, 'fresh'>;
  /** Is told of each retry before its wait. */
  readonly reporter: Pick<Reporter, 'retrying'>;
}

/** What was decided on a failed request. */
interface Plan {
  readonly delayMs: number;
  readonly reason: string;
  /** Whether it is sent over a new socket, free of charge, since the old one was stale. */
  readonly isReplay: boolean;
}

/**
 * Has an axios instance send failed requests again, as the policy decides. Requests without a
 * {@link RequestState} on their config are left alone. It counts the attempts in that state.
 *
 * axios-retry does the waiting and the sending; what to send again, when and how often is decided
 * here, since its own rules take a timer's overflow for no wait at all and know no deadline.
 */
export function installRetries(axios: AxiosInstance, deps: RetryDeps): void {
  const retries = new Retries(deps);
  axios.interceptors.request.use((config) => retries.count(config));
  // Before axios-retry's, or it would be run once more for each attempt of a call.
  axios.interceptors.response.use(
    (response) => {
      attemptAnswered(response.config.kaizen, response.status);
      retries.succeeded(response.config.kaizen);
      return response;
    },
    (error: AxiosError) => {
      attemptFailed(error);
      return Promise.reject(error);
    },
  );
  axiosRetry(axios, {
    retries: Number.POSITIVE_INFINITY,
    shouldResetTimeout: true,
    retryCondition: (error) => retries.plan(error),
    retryDelay: (_, error) => retries.delayMs(error),
    onRetry: (_, error, config) => retries.begin(error, config),
  });
}

/** The retries of one client. */
class Retries {
  readonly #deps: RetryDeps;
  readonly #policy: RetryPolicy;
  readonly #plans = new WeakMap<AxiosError, Plan>();

  constructor(deps: RetryDeps) {
    const { retryBudget } = deps.options;
    this.#deps = deps;
    this.#policy = new RetryPolicy(
      deps.options,
      retryBudget ? new RetryBudget(retryBudget) : undefined,
      deps,
    );
  }

  /** A request is about to be sent; axios still drops it when its signal has aborted. */
  count(config: InternalAxiosRequestConfig): InternalAxiosRequestConfig {
    if (!config.kaizen || config.signal?.aborted) return config;
    config.kaizen.attempts++;
    beginAttempt(config);
    return config;
  }

  /** A call has succeeded. */
  succeeded(state: RequestState | undefined): void {
    if (state) this.#policy.succeeded(retriesOf(state) > 0);
  }

  /** Decides on a failure, keeps what is decided, and tells whether the request is sent again. */
  plan(error: AxiosError): boolean {
    const state = error.config?.kaizen;
    const plan = state && isRepeatable(error) ? this.#decide(failureOf(error), state) : undefined;
    if (plan) this.#plans.set(error, plan);
    return plan !== undefined;
  }

  /** The wait that was decided on. */
  delayMs(error: AxiosError): number {
    return this.#plans.get(error)!.delayMs;
  }

  /** The wait for a retry begins. */
  begin(error: AxiosError, config: AxiosRequestConfig): void {
    const { reason, delayMs, isReplay } = this.#plans.get(error)!;
    const state = config.kaizen!;
    // Neither a retry nor anything to tell: the socket was stale, the service is well.
    if (isReplay) return this.#useFreshSocket(config, state);
    const { operation, attempts, call } = state;
    const { requestId } = call;
    this.#deps.reporter.retrying({
      operation,
      requestId,
      attempt: attempts + 1,
      reason,
      delayMs,
    });
  }

  #decide(failure: Failure, state: RequestState): Plan | undefined {
    const { call, startedAt, replayedFresh } = state;
    const reason = reasonOf(failure);
    const isStale = failure.kind === 'connection' && failure.isStale;
    if (isStale && !replayedFresh) return { delayMs: 0, reason, isReplay: true };
    const decision = this.#policy.decide(failure, {
      retries: retriesOf(state),
      maxRetries: call.maxRetries ?? this.#deps.options.maxRetries,
      remainingMs: call.timeoutMs - (performance.now() - startedAt),
    });
    return decision.retry ? { delayMs: decision.delayMs, reason, isReplay: false } : undefined;
  }

  /** The pool may hold more stale sockets. Later attempts of the call keep away from it as well. */
  #useFreshSocket(config: AxiosRequestConfig, state: RequestState): void {
    state.replayedFresh = true;
    Object.assign(config, this.#deps.agents.fresh());
  }
}

/** How many retries a call has had; the replay after a stale socket is none. */
function retriesOf({ attempts, replayedFresh }: RequestState): number {
  return attempts - 1 - Number(replayedFresh);
}

/** A body that is a stream is gone once it has been sent: axios would send nothing in its place. */
function isRepeatable({ config }: AxiosError): boolean {
  const upload = config?.kaizen?.stream?.upload;
  if (upload) return !upload.isTaken;
  return typeof (config?.data as { pipe?: unknown } | undefined)?.pipe !== 'function';
}
