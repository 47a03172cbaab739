/** What a call throws, or `undefined` when it does not. */
export function failureOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}
