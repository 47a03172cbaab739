import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';

/** The injection token of what counts the requests of callers. */
export const RATE_LIMITER = 'KaizenServerRateLimiter';

/** Where there is no limit. */
export const NO_LIMIT: CanActivate = { canActivate: () => true };

/** Lets a caller in as often as the rate limit says. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(@Inject(RATE_LIMITER) private readonly limiter: CanActivate) {}

  canActivate(context: ExecutionContext): ReturnType<CanActivate['canActivate']> {
    return this.limiter.canActivate(context);
  }
}
