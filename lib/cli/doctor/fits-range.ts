/**
 * Whether a version is in a range of package.json: `^1.2.3`, `>=0.50.0 <1.0.0`, and such with `||` between.
 * A pre-release counts as the release that it leads to. Other forms of ranges fit every version.
 */
export function fitsRange(version: string, range: string): boolean {
  return range.split('||').some((part) =>
    part
      .trim()
      .split(/\s+/)
      .every((comparator) => fits(version, comparator)),
  );
}

function fits(version: string, comparator: string): boolean {
  const [, sign, least] = /^(\^|~|>=|<)?(\d+\.\d+\.\d+)$/.exec(comparator) ?? [];
  if (least === undefined) return true;
  const order = compare(version, least);
  if (sign === '<') return order < 0;
  if (sign === '>=') return order >= 0;
  if (sign === undefined) return order === 0;
  return order >= 0 && compare(version, nextOf(least, sign)) < 0;
}

/** Where a range that begins with a caret or a tilde ends: the first number that is not 0 stays. */
function nextOf(least: string, sign: string): string {
  const [major = 0, minor = 0] = least.split('.').map(Number);
  const staysMinor = sign === '~' || major === 0;
  return staysMinor ? `${major}.${minor + 1}.0` : `${major + 1}.0.0`;
}

function compare(one: string, other: string): number {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  const at = a.findIndex((number, place) => number !== b[place]);
  return at === -1 ? 0 : a[at]! - b[at]!;
}

function numbersOf(version: string): number[] {
  return version.split('-', 1)[0]!.split('.').map(Number);
}
