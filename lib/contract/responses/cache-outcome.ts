/**
 * What a cache had for a call: `hit` also for a call that shared the answer of an equal one under way, `stale`
 * an entry of another version or of another request, `error` when it could not be asked, `refresh` when the
 * call told it not to look.
 */
export type KaizenCacheOutcome = 'hit' | 'miss' | 'stale' | 'error' | 'refresh';
