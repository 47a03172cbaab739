import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { KaizenService } from '../../client/kaizen.service.js';
import { askHealth } from './ask-health.js';
import { findClient } from './find-client.js';

/** How a client is asked. */
export interface KaizenPingOptions {
  /** How long the client may take to answer, in milliseconds. Default 1000. */
  timeoutMs?: number;
  /** The client, or its name. Default: the default client. */
  client?: KaizenService | string;
  /**
   * Whether a client whose `fallback` answers in the service's place is down as well. Default `false`:
   * it is up and `degraded`, since the app goes on doing its work.
   */
  requireService?: boolean;
}

/**
 * Tells Terminus whether a Kaizen client does its work.
 *
 * A service is asked once, without retries, so that the answer is of this moment; with an open circuit
 * it is not asked at all, and down for that reason. List the indicator among the providers of the
 * module that imports `TerminusModule` and the client's module.
 *
 * @example
 * ```ts
 * @Controller('health')
 * class HealthController {
 *   constructor(
 *     private readonly health: HealthCheckService,
 *     private readonly kaizen: KaizenHealthIndicator,
 *   ) {}
 *
 *   @Get()
 *   @HealthCheck()
 *   check() {
 *     return this.health.check([() => this.kaizen.pingCheck('kaizen')]);
 *   }
 * }
 * ```
 */
@Injectable()
export class KaizenHealthIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly moduleRef: ModuleRef,
  ) {}

  /**
   * Asks a client for its health.
   *
   * @param key The name of this check in Terminus' answer.
   * @returns Up or down, with the `transport`, the `latencyMs` and, where there are such, the `circuit` of
   * the circuit breaker and whether the `cache` is `up` or `down`: an app does its work without one. When something is wrong, also with a `message` and, for our own errors, their `code`;
   * when the client falls back on the embedded engine, it is up with `degraded` and `fallback`.
   * @throws `KaizenOptionsError` for a wrong option, and when no client of this name can be injected here.
   */
  async pingCheck<const Key extends string>(
    key: Key,
    { timeoutMs = 1000, client, requireService = false }: KaizenPingOptions = {},
  ): Promise<HealthIndicatorResult<Key>> {
    const kaizen =
      client instanceof KaizenService ? client : await findClient(this.moduleRef, client);
    const check = this.indicators.check(key);
    const started = performance.now();
    const trouble = await askHealth(kaizen, timeoutMs);
    const facts = { ...factsOf(kaizen), latencyMs: since(started) };
    if (!trouble) return check.up(facts);
    if (trouble.isService && kaizen.fallback && !requireService) {
      return check.up({ ...facts, degraded: true, fallback: kaizen.fallback, ...trouble.facts });
    }
    return check.down({ ...facts, ...trouble.facts });
  }
}

function factsOf({ transport, circuit, cache }: KaizenService): Record<string, string> {
  return {
    transport,
    ...(circuit !== undefined && { circuit }),
    ...(cache !== undefined && { cache }),
  };
}

function since(started: number): number {
  return Math.round((performance.now() - started) * 100) / 100;
}
