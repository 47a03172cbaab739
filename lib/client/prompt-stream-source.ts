import type { KtofSource } from '../ktof/stream/source.js';

/**
 * Lets go of a source, also when nobody has begun to read it: a Node stream is destroyed, a web stream
 * cancelled, an iterator told to return. To one that has ended, nothing happens.
 */
export function letGoOf(source: KtofSource): void {
  const release = releaseOf(Object(source) as Partial<Releasable>);
  try {
    Promise.resolve(release?.()).catch(() => undefined);
  } catch {
    // What it throws as it is let go of concerns nobody any more.
  }
}

/** What there may be to let go of a source by. */
interface Releasable {
  destroy(): unknown;
  readonly locked: boolean;
  cancel(): unknown;
  next(): unknown;
  return(): unknown;
}

function releaseOf(source: Partial<Releasable>): (() => unknown) | undefined {
  if (typeof source.destroy === 'function') return () => source.destroy!();
  // Whoever reads it has locked it, and cancels it.
  if (typeof source.cancel === 'function' && source.locked === false) return () => source.cancel!();
  const isIterator = typeof source.next === 'function' && typeof source.return === 'function';
  return isIterator ? () => source.return!() : undefined;
}
