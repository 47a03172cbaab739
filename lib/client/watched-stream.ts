import type { ServedBy } from '../contract/responses/served-by.js';
import type { CallWatch } from '../observability/call-watch.js';
import { callIdOf } from './call-id.js';
import type { KaizenCallOptions } from './kaizen-call-options.js';

/** What is looked at of a stream's events. */
interface Event {
  readonly type: string;
  readonly servedBy?: ServedBy;
  readonly attempts?: number;
}

/** The options of a call with an id, so that whoever watches knows it as well. Wrong ones are left alone. */
export function withCallId<C extends KaizenCallOptions>(call: C | undefined): C | undefined {
  const isObject = call === undefined || (typeof call === 'object' && call !== null);
  if (!isObject) return call;
  const requestId = callIdOf(call ?? {});
  return requestId === call?.requestId ? call : ({ ...call, requestId } as C);
}

/**
 * Watches a stream from its first `next()` to its end. Of one that is ended from outside, or left, the watch
 * is told by whoever ends it: its consumer may never ask again.
 *
 * @param begin The stream begins.
 */
export function watchStream<E extends Event>(
  stream: AsyncGenerator<E, void, undefined>,
  begin: () => CallWatch,
): AsyncGenerator<E, void, undefined> {
  let watch: CallWatch | undefined;
  const next = stream.next.bind(stream);
  // A generator around this one would keep its `return()` waiting for the event that is being made.
  return Object.assign(stream, {
    next: async () => {
      const watched = (watch ??= begin());
      try {
        const step = await watched.run(next);
        if (!step.done && step.value.type === 'done') tellEnd(watched, step.value);
        return step;
      } catch (error) {
        watched.failed(error);
        throw error;
      }
    },
  });
}

function tellEnd(watch: CallWatch, event: Event): void {
  const { servedBy, attempts } = event;
  if (servedBy) watch.answered({ servedBy, ...(attempts !== undefined && { attempts }) });
  watch.succeeded(event);
}
