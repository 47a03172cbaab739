/**
 * A generator that can be left while its next event is waited for: its work is given up at once, and whoever
 * waits is told that it is over. A generator of its own would keep `return()` waiting for that event.
 *
 * @param giveUp Ends the work; the event under way may fail of it.
 */
export function leavable<E>(
  events: AsyncGenerator<E, void, undefined>,
  giveUp: () => void,
): AsyncGenerator<E, void, undefined> {
  const next = events.next.bind(events);
  const leave = events.return.bind(events);
  let isLeft = false;
  return Object.assign(events, {
    next: async (): Promise<IteratorResult<E, void>> => {
      try {
        return await next();
      } catch (error) {
        if (!isLeft) throw error;
        return { done: true, value: undefined };
      }
    },
    return: (): Promise<IteratorResult<E, void>> => {
      isLeft = true;
      giveUp();
      return leave();
    },
  });
}
