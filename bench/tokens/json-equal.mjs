/**
 * Whether two values say the same in JSON: key order and prototypes do not count, absent and `undefined` differ.
 * @param {unknown} left
 * @param {unknown} right
 * @returns {boolean}
 */
export function jsonEqual(left, right) {
  if (left === right) return true;
  if (!isContainer(left) || !isContainer(right)) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && jsonEqual(left[key], right[key]))
  );
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isContainer(value) {
  return typeof value === 'object' && value !== null;
}
