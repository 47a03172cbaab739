import type { AxiosInstance } from 'axios';
import type { Reporter } from '../observability/reporter.js';
import type { ResolvedKaizenOptions } from '../options/kaizen-options.js';
import { EmbeddedTransport } from './embedded/embedded.transport.js';
import { HttpTransport } from './http/http.transport.js';
import type { KaizenTransport } from './kaizen-transport.js';
import { BulkheadTransport } from './resilience/bulkhead.transport.js';
import { CircuitBreakerTransport } from './resilience/circuit-breaker.transport.js';
import { FallbackTransport } from './resilience/fallback.transport.js';

/** What a transport is made with, beside the client's options. */
export interface TransportParts {
  /** Makes the axios instance, when a service is to be asked. */
  readonly axios: () => AxiosInstance;
  readonly reporter: Reporter;
}

/** The transport that a client's options ask for, with all that stands before it. */
export function createTransport(
  options: ResolvedKaizenOptions,
  { axios, reporter }: TransportParts,
): KaizenTransport {
  const embedded = () =>
    new EmbeddedTransport(options, {
      onVerificationFailure: (event) => reporter.verificationFailed(event),
    });
  if (options.transport === 'embedded') return embedded();
  const service = protect(new HttpTransport(options, axios(), reporter), options, reporter);
  if (!options.fallback) return service;
  return new FallbackTransport(service, embedded(), ({ error, ...call }) =>
    reporter.fellBack(call, error),
  );
}

/** The bulkhead is outside: what waited while the circuit opened is then refused rather than sent. */
function protect(
  service: KaizenTransport,
  { maxConcurrency, maxQueue, circuitBreaker, timeoutMs }: ResolvedKaizenOptions,
  reporter: Reporter,
): KaizenTransport {
  const guarded = circuitBreaker
    ? new CircuitBreakerTransport(service, { ...circuitBreaker, timeoutMs }, (state) =>
        reporter.circuitChanged(state),
      )
    : service;
  if (maxConcurrency === undefined) return guarded;
  return new BulkheadTransport(guarded, { maxConcurrency, maxQueue });
}
