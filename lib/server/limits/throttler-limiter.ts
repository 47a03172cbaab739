import type { CanActivate } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { loadDependency } from '../../errors/load-dependency.js';
import type { Exchanges } from '../http/exchanges.js';
import type { KaizenRateLimit } from '../options/limit-options.js';
import type { RedisLink } from '../redis/redis-link.js';
import { refusal } from '../refusals/refusal.js';
import { RedisCounter } from './redis-counter.js';

/** What a limiter is made of. */
export interface LimiterParts {
  readonly exchanges: Exchanges;
  /** Where several servers count together. */
  readonly redis: RedisLink | undefined;
}

/**
 * Counts the requests of each caller over all routes, with `@nestjs/throttler`: in Redis where there is
 * one, else, and while it does not answer, in this process.
 *
 * @throws {@link KaizenDependencyError} when `@nestjs/throttler` is not installed.
 */
export async function createLimiter(
  { limit, windowMs }: Required<KaizenRateLimit>,
  { exchanges, redis }: LimiterParts,
): Promise<CanActivate> {
  const load = () => import('@nestjs/throttler');
  const { ThrottlerGuard, ThrottlerStorageService } = await loadDependency(
    'Option "rateLimit"',
    '@nestjs/throttler',
    load,
  );

  /** Counts by caller, not by route and address, and refuses in the server's own words. */
  class CallerThrottler extends ThrottlerGuard {
    protected override getTracker(request: object): Promise<string> {
      const { caller } = exchanges.of(request, {});
      // A server without keys answers its own machine only.
      return Promise.resolve(caller ? `key ${caller.id}` : 'this machine');
    }

    protected override generateKey(_context: unknown, tracker: string): string {
      return `kaizen:limit:${tracker}`;
    }

    protected override throwThrottlingException(
      _context: unknown,
      { timeToBlockExpire }: { timeToBlockExpire: number },
    ): Promise<void> {
      throw rateLimited(Math.max(1, Math.ceil(timeToBlockExpire)));
    }
  }

  const here = new ThrottlerStorageService();
  const storage = redis ? new RedisCounter(redis, here) : here;
  // By this name alone the headers are the plain `Retry-After` and `X-RateLimit-Limit`.
  const options = [{ name: 'default', limit, ttl: windowMs }];
  const guard = new CallerThrottler(options, storage, new Reflector());
  await guard.onModuleInit();
  return guard;
}

function rateLimited(seconds: number): Error {
  const message = `Too many requests. Send the next one in ${seconds} s, or fewer at a time.`;
  return refusal('rate_limited', message, { retryAfterSeconds: seconds });
}
