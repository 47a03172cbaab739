/**
 * Does what a user's own code is for: a logger, a collector, a tracer. What it throws, now or later, is
 * dropped: it must not fail a call.
 */
export function attempt<T>(told: () => T): T | undefined {
  try {
    const given = told();
    if (isThenable(given)) Promise.resolve(given).catch(() => undefined);
    return given;
  } catch {
    return undefined;
  }
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
