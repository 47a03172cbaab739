/**
 * Does work for each item, so many at once, in the items' order.
 *
 * @param lanes How much work may be under way at once.
 * @returns When all is done. Rejects with the first error; what is under way then goes on by itself, so
 * the work must be ended by the caller.
 */
export async function inLanes<T>(
  items: Iterable<T>,
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let step = iterator.next(); !step.done; step = iterator.next()) await work(step.value);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
