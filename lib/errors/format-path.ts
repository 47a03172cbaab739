/** Longer keys are cut: a payload's own key may be of any length. */
const LONGEST_KEY = 64;
/** Of a longer path the first and the last steps are shown, which tell the place. */
const FIRST_STEPS = 6;
const LAST_STEPS = 8;

/**
 * A place in a payload, as messages show it: `$.messages[2].content`.
 *
 * @param root What the path begins with: `$`, or `$.prompt`.
 */
export function formatPath(steps: readonly (string | number)[], root = '$'): string {
  if (steps.length <= FIRST_STEPS + LAST_STEPS) return root + steps.map(formatStep).join('');
  const first = steps.slice(0, FIRST_STEPS).map(formatStep).join('');
  return `${root}${first}…${steps.slice(-LAST_STEPS).map(formatStep).join('')}`;
}

/** One step of a path: `[2]` for an index, `.name` for an identifier, else the key in brackets. */
export function formatStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  const short = step.slice(0, LONGEST_KEY);
  return /^[A-Za-z_$][\w$]*$/.test(short) ? `.${short}` : `[${JSON.stringify(short)}]`;
}
