/** More places than this to look at is a text that repeats itself, and likely the request. */
const MOST_PLACES = 1000;

/**
 * Whether two texts have a run of at least so many UTF-16 code units in common.
 *
 * A run of that length holds one of the short text's blocks of half the length, wherever it begins:
 * only those are searched for, so that a body of a megabyte costs about a millisecond.
 *
 * @param text The shorter one.
 * @param run The length, at least 2.
 */
export function sharesRun(text: string, body: string, run: number): boolean {
  if (text.length < run) return false;
  const size = Math.floor((run + 1) / 2);
  let places = 0;
  for (let start = 0; start + size <= text.length; start += size) {
    const block = text.slice(start, start + size);
    for (let at = body.indexOf(block); at !== -1; at = body.indexOf(block, at + 1)) {
      if (++places > MOST_PLACES) return true;
      if (runAround(text, start, body, at, run) >= run) return true;
    }
  }
  return false;
}

/** How far the two agree around a place where they do, counted no further than `enough`. */
function runAround(text: string, start: number, body: string, at: number, enough: number): number {
  let before = 0;
  while (before < enough && before < Math.min(start, at)) {
    if (text[start - before - 1] !== body[at - before - 1]) break;
    before += 1;
  }
  let after = 0;
  while (before + after < enough && start + after < text.length) {
    if (text[start + after] !== body[at + after]) break;
    after += 1;
  }
  return before + after;
}
