import { randomUUID } from 'node:crypto';
import type { ServedBy } from '../contract/responses/served-by.js';
import { KaizenAbortError } from '../errors/abort.error.js';
import type { CallWatch } from '../observability/call-watch.js';
import type { KaizenCallOptions } from './kaizen-call-options.js';

/** What is looked at of a stream's events. */
interface Event {
  readonly type: string;
  readonly servedBy?: ServedBy;
}

/** The options of a call with an id, so that whoever watches knows it as well. Wrong ones are left alone. */
export function withCallId<C extends KaizenCallOptions>(call: C | undefined): C | undefined {
  const isObject = call === undefined || (typeof call === 'object' && call !== null);
  if (!isObject || call?.requestId !== undefined) return call;
  return { ...call, requestId: randomUUID() } as C;
}

/**
 * Watches a stream from its first `next()` to its end. What its consumer leaves before the end counts as
 * given up.
 *
 * @param begin The stream begins.
 */
export function watchStream<E extends Event>(
  stream: AsyncGenerator<E, void, undefined>,
  begin: () => CallWatch,
): AsyncGenerator<E, void, undefined> {
  let watch: CallWatch | undefined;
  const next = stream.next.bind(stream);
  const leave = stream.return.bind(stream);
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
    return: (value?: void | PromiseLike<void>) => {
      watch?.failed(new KaizenAbortError('The stream was left before its end. Read all of it.'));
      return leave(value);
    },
  });
}

function tellEnd(watch: CallWatch, event: Event): void {
  if (event.servedBy) watch.answered({ servedBy: event.servedBy });
  watch.succeeded(event);
}
