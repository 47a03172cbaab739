import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { KaizenService } from '../../client/kaizen.service.js';
import { KaizenOptionsError } from '../../errors/options.error.js';
import { describeFailure } from './describe-failure.js';
import { findClient } from './find-client.js';

/** How a client is asked. */
export interface KaizenPingOptions {
  /** How long the client may take to answer, in milliseconds. Default 1000. */
  timeoutMs?: number;
  /** The client, or its name. Default: the default client. */
  client?: KaizenService | string;
}

/**
 * Tells Terminus whether a Kaizen client does its work.
 *
 * List it among the providers of the module that imports `TerminusModule` and the client's module.
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
   * @returns Up or down, with the `transport` and the `latencyMs`; when down, also with a `message`
   * and, for our own errors, their `code`.
   * @throws `KaizenOptionsError` for a wrong option, and when no client of this name can be injected here.
   */
  async pingCheck<const Key extends string>(
    key: Key,
    { timeoutMs = 1000, client }: KaizenPingOptions = {},
  ): Promise<HealthIndicatorResult<Key>> {
    const kaizen =
      client instanceof KaizenService ? client : await findClient(this.moduleRef, client);
    const check = this.indicators.check(key);
    const started = performance.now();
    const failure = await askHealth(kaizen, timeoutMs);
    const facts = { transport: kaizen.transport, latencyMs: since(started) };
    return failure ? check.down({ ...facts, ...failure }) : check.up(facts);
  }
}

/** What is wrong with the client, if anything. */
async function askHealth(
  kaizen: KaizenService,
  timeoutMs: number,
): Promise<Record<string, string> | undefined> {
  try {
    const { status = 'ok' } = await kaizen.health({ timeoutMs });
    return status === 'ok' ? undefined : { message: 'The service answers that it is not well.' };
  } catch (error) {
    // A wrong option is a mistake in the app, not an outage.
    if (error instanceof KaizenOptionsError) throw error;
    return describeFailure(error);
  }
}

function since(started: number): number {
  return Math.round((performance.now() - started) * 100) / 100;
}
