/** A store did not answer within its time box. */
export class TooLate extends Error {}

/**
 * What the work comes to.
 *
 * @throws {@link TooLate} when it takes longer, and what the work throws.
 */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // A loop that was held up finds the timer due before it has looked what came in meanwhile.
    timer = setTimeout(() => setImmediate(() => reject(new TooLate())), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
