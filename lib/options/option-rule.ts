/** What `typeof` says of an accepted value. */
type TypeName = 'string' | 'number' | 'boolean' | 'object' | 'function';

/** What one option accepts, and what it is when nobody sets it. */
export interface OptionRule<T> {
  /** What `typeof` may say of a right value. */
  readonly types: readonly TypeName[];
  /** What is accepted, as it reads after "must be". */
  readonly expects: string;
  /** Whether this value, which has a right type, is accepted. */
  readonly accepts: (value: unknown) => boolean;
  /** The default; `undefined` when it is decided elsewhere or there is none. */
  readonly fallback?: T;
  /** Whether `false` is accepted as well. */
  readonly orFalse?: boolean;
  /** What each field of an object accepts. */
  readonly fields?: OptionTable<object>;
  /** What each field accepts of those of a list's items that are objects. */
  readonly itemFields?: OptionTable<object>;
  /** Whether it may hold a secret: then the checked options do not show it when they are printed. */
  readonly isSecret?: boolean;
}

/** One rule for each option of `T`. */
export type OptionTable<T> = { readonly [K in keyof T]-?: OptionRule<NonNullable<T[K]>> };

/** The longest time a Node timer can wait, in milliseconds: about 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A rule for one of a few strings. */
export function oneOf<T extends string>(values: readonly T[], fallback?: T): OptionRule<T> {
  const list = values.map((value) => JSON.stringify(value)).join(', ');
  return {
    types: ['string'],
    expects: values.length === 1 ? list : `one of ${list}`,
    accepts: (value) => values.some((accepted) => accepted === value),
    fallback,
  };
}

/** A rule for `true` or `false`. */
export function flag(fallback?: boolean): OptionRule<boolean> {
  return { types: ['boolean'], expects: 'true or false', accepts: () => true, fallback };
}

/** A rule for a number between two limits, both included. */
export function numberFrom(min: number, max: number, fallback?: number): OptionRule<number> {
  return {
    types: ['number'],
    expects: `a number from ${min} to ${max}`,
    accepts: (value) => Number(value) >= min && Number(value) <= max,
    fallback,
  };
}

/** A rule for a whole number between two limits, both included. */
export function wholeNumber(min: number, max: number, fallback?: number): OptionRule<number> {
  const rule = numberFrom(min, max, fallback);
  return {
    ...rule,
    expects: `a whole number from ${min} to ${max}`,
    accepts: (value) => Number.isInteger(value) && rule.accepts(value),
  };
}

/** A rule for a time in milliseconds that a timer can wait. */
export function milliseconds(min: number, fallback?: number): OptionRule<number> {
  const rule = wholeNumber(min, LONGEST_TIMER_MS, fallback);
  return { ...rule, expects: `${rule.expects} (milliseconds)` };
}

/** A rule for a string of this form. */
export function text(
  expects: string,
  accepts: (value: string) => boolean,
  fallback?: string,
): OptionRule<string> {
  return { types: ['string'], expects, accepts: (value) => accepts(value as string), fallback };
}

/** A rule for a list whose items are all accepted. */
export function listOf<T>(
  expects: string,
  accepts: (item: unknown) => boolean,
  fallback?: readonly T[],
): OptionRule<readonly T[]> {
  return {
    types: ['object'],
    expects,
    accepts: (value) => Array.isArray(value) && value.every(accepts),
    fallback,
  };
}

/** A rule for an object of options, each with a rule of its own. */
export function objectOf<T extends object>(table: OptionTable<T>): OptionRule<T> {
  return { types: ['object'], expects: 'an object of options', accepts: isPlain, fields: table };
}

/** A rule for `false` or an object of options, each with a rule of its own. */
export function falseOr<T extends object>(
  table: OptionTable<T>,
  fallback?: false | T,
): OptionRule<false | T> {
  const rule = objectOf(table);
  return { ...rule, expects: 'false or an object of options', fallback, orFalse: true };
}

/** A rule for an object that has these methods. */
export function withMethods<T extends object>(
  expects: string,
  methods: readonly (keyof T & string)[],
): OptionRule<T> {
  return {
    types: ['object'],
    expects,
    accepts: (value) => methods.every((method) => isMethod(value, method)),
  };
}

/** The same rule for a value that may hold a secret. */
export function secret<T>(rule: OptionRule<T>): OptionRule<T> {
  return { ...rule, isSecret: true };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMethod(owner: unknown, name: string): boolean {
  return isPlain(owner) && typeof (owner as Record<string, unknown>)[name] === 'function';
}
