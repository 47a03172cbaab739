/**
 * What was saved, in per cent of the original.
 *
 * @returns 0 when `original` is 0; a negative figure when `compressed` is the larger.
 */
export function percentSaved(original: number, compressed: number): number {
  return original === 0 ? 0 : (100 * (original - compressed)) / original;
}
