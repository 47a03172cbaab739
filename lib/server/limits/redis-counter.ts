import { inTime } from '../../cache/tiers/in-time.js';
import type { RedisLink } from '../redis/redis-link.js';

/** How often a caller came in this window; times are in whole seconds. */
export interface CountedHits {
  readonly totalHits: number;
  readonly timeToExpire: number;
  readonly isBlocked: boolean;
  readonly timeToBlockExpire: number;
}

/** What counts requests, as `@nestjs/throttler` knows it; times are in milliseconds. */
export interface HitCounter {
  increment(
    key: string,
    ttl: number,
    limit: number,
    blockDuration: number,
    throttlerName: string,
  ): Promise<CountedHits>;
}

/** Counting must not take longer than what is counted, in milliseconds. */
const DEADLINE_MS = 100;

/** Counts up, and begins a window with the first hit: both at once, whoever else counts. */
const SCRIPT = `
local hits = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return { hits, left }`;

/**
 * Counts in Redis, for all servers that share it. While it does not answer, each server counts for
 * itself: a limit that is a little too generous is better than none, or than no service.
 */
export class RedisCounter implements HitCounter {
  constructor(
    private readonly redis: RedisLink,
    private readonly meanwhile: HitCounter,
  ) {}

  async increment(...hit: Parameters<HitCounter['increment']>): Promise<CountedHits> {
    const [key, ttl, limit] = hit;
    const counted = await this.count(key, ttl);
    if (!counted) return this.meanwhile.increment(...hit);
    const [totalHits, leftMs] = counted;
    const seconds = Math.ceil(leftMs / 1000);
    const isBlocked = totalHits > limit;
    return {
      totalHits,
      timeToExpire: seconds,
      isBlocked,
      timeToBlockExpire: isBlocked ? seconds : 0,
    };
  }

  private count(key: string, ttl: number): Promise<[number, number] | undefined> {
    const counted = this.redis.run(SCRIPT, [key], [String(ttl)]) as Promise<[number, number]>;
    return inTime(counted, DEADLINE_MS).catch(() => undefined);
  }
}
