import type { ServedBy } from '../../contract/responses/served-by.js';
import type { KaizenTransportCall } from '../kaizen-transport.js';
import type { KaizenOperation } from '../../contract/operations.js';
import { LimitedCall } from './limited-call.js';
import { isWorthHandingOver } from './service-trouble.js';

/** A stream that somebody else may serve when the service does not. */
export interface FallbackStream<P> {
  readonly operation: KaizenOperation;
  readonly call: KaizenTransportCall;
  /** Has the service serve it. */
  readonly ask: (limited: LimitedCall) => AsyncIterable<P>;
  /** Has the other one serve it, after this error. */
  readonly handOver: (error: unknown) => AsyncIterable<P>;
  /** Whether what it is made of is still all there. */
  readonly isUntouched: () => boolean;
}

/** The service's stream; or, where it fails before anything came of it, that of the other one. */
export async function* fallbackStream<P>({
  operation,
  call,
  ask,
  handOver,
  isUntouched,
}: FallbackStream<P>): AsyncGenerator<P, void, undefined> {
  const limited = new LimitedCall(call, operation);
  let hasCome = false;
  try {
    for await (const part of ask(limited)) {
      hasCome = true;
      limited.lift();
      yield part;
    }
    return;
  } catch (error) {
    const isLost = hasCome || call.signal.aborted || !isUntouched() || !isWorthHandingOver(error);
    if (isLost) throw error;
    limited.release();
    yield* handOver(error);
  } finally {
    limited.release();
  }
}

/**
 * A stream whose end tells who served it.
 *
 * @param attempts How many requests had been sent to somebody else, where any was.
 */
export async function* servedBy<P extends { readonly type: string }>(
  who: ServedBy,
  parts: AsyncIterable<P>,
  attempts?: number,
): AsyncGenerator<P, void, undefined> {
  const end = { servedBy: who, attempts };
  for await (const part of parts) yield part.type === 'done' ? { ...part, ...end } : part;
}
