/** What one option accepts, and what it is when nobody sets it. */
export interface OptionRule<T> {
  /** What `typeof` says of a right value. */
  readonly type: 'string' | 'number' | 'boolean' | 'object';
  /** What is accepted, as it reads after "must be". */
  readonly expects: string;
  /** Whether this value, which has the right type, is accepted. */
  readonly accepts: (value: unknown) => boolean;
  /** The default; `undefined` when it is decided elsewhere or there is none. */
  readonly fallback?: T;
  /** Whether `false` is accepted as well. */
  readonly orFalse?: boolean;
  /** What each field of an object accepts. */
  readonly fields?: OptionTable<object>;
}

/** One rule for each option of `T`. */
export type OptionTable<T> = { readonly [K in keyof T]-?: OptionRule<NonNullable<T[K]>> };

/** The longest time a Node timer can wait, in milliseconds: about 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A rule for one of a few strings. */
export function oneOf<T extends string>(values: readonly T[], fallback?: T): OptionRule<T> {
  const list = values.map((value) => JSON.stringify(value)).join(', ');
  return {
    type: 'string',
    expects: values.length === 1 ? list : `one of ${list}`,
    accepts: (value) => values.some((accepted) => accepted === value),
    fallback,
  };
}

/** A rule for `true` or `false`. */
export function flag(fallback?: boolean): OptionRule<boolean> {
  return { type: 'boolean', expects: 'true or false', accepts: () => true, fallback };
}

/** A rule for a whole number between two limits, both included. */
export function wholeNumber(min: number, max: number, fallback?: number): OptionRule<number> {
  return {
    type: 'number',
    expects: `a whole number from ${min} to ${max}`,
    accepts: (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
    fallback,
  };
}

/** A rule for `false` or an object of options, each with a rule of its own. */
export function falseOr<T extends object>(table: OptionTable<T>): OptionRule<false | T> {
  return {
    type: 'object',
    expects: 'false or an object of options',
    accepts: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    orFalse: true,
    fields: table,
  };
}

/** A rule for a time in milliseconds that a timer can wait. */
export function milliseconds(min: number, fallback?: number): OptionRule<number> {
  const rule = wholeNumber(min, LONGEST_TIMER_MS, fallback);
  return { ...rule, expects: `${rule.expects} (milliseconds)` };
}
