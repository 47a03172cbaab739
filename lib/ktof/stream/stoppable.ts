/**
 * A generator whose `return()` acts at once. That of a generator waits for the `next()` under way,
 * which may be waiting for a source that says nothing.
 *
 * @param stop Has the `next()` under way come to its end.
 */
export function stoppable<T>(
  generator: AsyncGenerator<T, void, undefined>,
  stop: () => void,
): AsyncGenerator<T, void, undefined> {
  const end = generator.return.bind(generator);
  return Object.assign(generator, {
    return: (value?: void | PromiseLike<void>) => {
      stop();
      return end(value);
    },
  });
}
