import { KaizenOptionsError } from '../errors/options.error.js';

/** Refuses what is no options object, and names that are not among the known ones. */
export function checkOptionNames(options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new KaizenOptionsError(`The options must be an object, not ${typeName(options)}.`, '');
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const message = `Unknown option \`${name}\`. Use one of: ${known.join(', ')}.`;
    throw new KaizenOptionsError(message, name);
  }
}

/** The option as a whole number between `min` and `max`, or the fallback when it is not given. */
export function wholeNumberOption(
  name: string,
  value: unknown,
  { min, max, fallback }: { min: number; max: number; fallback: number },
): number {
  if (value === undefined) return fallback;
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return Number(value);
  throw invalidOption(name, value, `a whole number from ${min} to ${max}`);
}

/** The option as a boolean, or the fallback when it is not given. */
export function booleanOption(name: string, value: unknown, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (typeof value === 'boolean') return value;
  throw invalidOption(name, value, 'true or false');
}

/** The option as one of the allowed strings, or the fallback when it is not given. */
export function choiceOption<T extends string>(
  name: string,
  value: unknown,
  choices: readonly T[],
  fallback: T,
): T {
  if (value === undefined) return fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw invalidOption(
    name,
    value,
    `one of ${choices.map((one) => JSON.stringify(one)).join(', ')}`,
  );
}

/** The option as a list of strings; an empty one when it is not given. */
export function textsOption(name: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (isList) return value;
  throw invalidOption(name, value, 'a list of strings');
}

function invalidOption(name: string, value: unknown, expected: string): KaizenOptionsError {
  const given = typeof value === 'number' ? String(value) : typeName(value);
  return new KaizenOptionsError(`Option \`${name}\` is ${given}. Give ${expected}.`, name);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'string' ? 'another string' : `of type ${typeof value}`;
}
