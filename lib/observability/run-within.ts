import { attempt } from './attempt.js';

/** What may do work in a context of its own. */
interface Surroundings {
  run?(work: () => unknown): void;
}

type Begun<T> = { readonly value: T } | { readonly error: unknown };

/** Does some work where a user's code says: once, whatever that code does or throws. */
export function runWithin<T>(where: Surroundings, work: () => T): T {
  let begun: Begun<T> | undefined;
  const once = (): void => {
    begun ??= outcomeOf(work);
  };
  attempt(() => where.run?.(once));
  begun ??= outcomeOf(work);
  if ('error' in begun) throw begun.error;
  return begun.value;
}

function outcomeOf<T>(work: () => T): Begun<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}
