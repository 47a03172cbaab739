/** A JSON object off the wire. */
export type Wire = Readonly<Record<string, unknown>>;

/** The first of the named fields that the object has itself; `undefined` when it has none. */
export function readFirst(wire: Wire, names: readonly string[]): unknown {
  const name = names.find((candidate) => Object.hasOwn(wire, candidate));
  return name === undefined ? undefined : wire[name];
}

/** A field of the object's own. An absent one and `null` are the same: `undefined`. */
export function readOptional(wire: Wire, name: string): unknown {
  return Object.hasOwn(wire, name) ? (wire[name] ?? undefined) : undefined;
}

/**
 * The fields that are not among the known ones, as received.
 *
 * A `__proto__` in the body stays a field of that name: no prototype is ever set from a body.
 */
export function unknownFields(wire: Wire, known: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => !known.includes(name)));
}

/** {@link unknownFields}, or `undefined` when there are none. */
export function unknownFieldsIfAny(wire: Wire, known: readonly string[]): Wire | undefined {
  const hasUnknown = Object.keys(wire).some((name) => !known.includes(name));
  return hasUnknown ? unknownFields(wire, known) : undefined;
}
