/** Names longer than this are compared by their beginning: a payload's key may be of any length. */
const LONGEST = 40;

/**
 * The known name that looks most like a mistaken one.
 *
 * @returns `undefined` when none is near: more than a third of the letters would have to change.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name);
  const [best] = known
    .map((candidate) => ({ candidate, edits: distance(wanted, plain(candidate)) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits * 3 <= best.candidate.length ? best.candidate : undefined;
}

/** `token_models` and `TokenModels` are `tokenModels`, spelled in another convention. */
function plain(name: string): string {
  return name.slice(0, LONGEST).toLowerCase().replaceAll(/[_-]/g, '');
}

/** Optimal string alignment: a letter less, more or other, or two neighbours that changed places, is one edit. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = at(row, j) + (a[i] === b[j] ? 0 : 1);
      const haveSwapped = i > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      const swapped = haveSwapped ? at(before, j - 1) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, at(row, j + 1) + 1, at(next, j) + 1));
    }
    [before, row] = [row, next];
  }
  return at(row, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
