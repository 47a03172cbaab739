import { setTimeout as sleep } from 'node:timers/promises';

/** How many of each kind of thing keep this process alive. */
export type Resources = ReadonlyMap<string, number>;

/** What comes and goes with any promise or stream of the test runner's own. */
const TRANSIENT = new Set(['Immediate', 'TickObject', 'CloseReq', 'FSReqCallback', 'FSReqPromise']);

/** What keeps this process alive just now: sockets, servers, timers, lookups. */
export function activeResources(): Resources {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (!TRANSIENT.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** What there is more of than before, once it has had a moment to go. */
export async function leftBehind(before: Resources, patienceMs = 5000): Promise<string[]> {
  const deadline = performance.now() + patienceMs;
  let left = grown(before);
  while (left.length > 0 && performance.now() < deadline) {
    await sleep(5);
    left = grown(before);
  }
  return left;
}

function grown(before: Resources): string[] {
  return [...activeResources()]
    .filter(([kind, count]) => count > (before.get(kind) ?? 0))
    .map(([kind]) => kind);
}
