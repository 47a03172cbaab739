import type { ChatOptions } from '../options/chat-options.js';
import type { KaizenProvider } from '../provider.js';
import type { RoutedTarget } from './route-targets.js';
import type { RouterOptions } from './router-options.js';

/** A target's turn in a call. */
export interface Way {
  readonly provider: KaizenProvider;
  /** What the provider is told; of the time, nothing. */
  readonly options: ChatOptions<never>;
  /** How long it may take to answer, in milliseconds; a stream: to begin. Absent: as its provider says. */
  readonly limitMs: number | undefined;
  /** What is left of the call's time, in milliseconds. Absent where that has no end. */
  readonly leftMs: number | undefined;
  /** When the time of the whole call is up, by the clock of `performance`. */
  readonly endsAt: number;
}

/** The ways of one call, each with its share of what is left of the time when its turn comes. */
export function* waysOf(
  targets: readonly RoutedTarget[],
  options: ChatOptions,
  { timeoutMs = Infinity, targetTimeoutMs }: Partial<RouterOptions>,
): Generator<Way> {
  const endsAt = performance.now() + (options.timeoutMs ?? timeoutMs);
  for (const [at, [target, provider]] of targets.entries()) {
    const { model = options.model, maxRetries = options.maxRetries } = target;
    const leftMs = Math.max(1, Math.ceil(endsAt - performance.now()));
    const share = Math.ceil(leftMs / (targets.length - at));
    const limitMs = Math.min(leftMs, target.timeoutMs ?? targetTimeoutMs ?? share);
    const own = { ...options, model, maxRetries, timeoutMs: undefined } as ChatOptions<never>;
    yield { provider, options: own, limitMs: finite(limitMs), leftMs: finite(leftMs), endsAt };
  }
}

function finite(ms: number): number | undefined {
  return ms === Infinity ? undefined : ms;
}
