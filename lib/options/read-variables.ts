import { KaizenOptionsError } from '../errors/options.error.js';
import { checkOptions } from './check-options.js';
import type { OptionTable } from './option-rule.js';

/** The variables of the environment that set options, each with how its text is read. */
export type OptionVariables<T> = Readonly<
  Record<
    string,
    {
      readonly option: keyof T & string;
      readonly read: (text: string) => unknown;
      /** What its text is in, where that is not the option's own unit. */
      readonly unit?: string;
    }
  >
>;

/**
 * The options that the environment sets. A variable that is empty is not set.
 *
 * @param owner Whose options they are, as the error tells it: `client`.
 * @throws {@link KaizenOptionsError} naming the variable, never its value.
 */
export function readVariables<T extends object>(
  env: NodeJS.ProcessEnv,
  variables: OptionVariables<T>,
  table: OptionTable<T>,
  owner: string,
): Partial<T> {
  const options: Record<string, unknown> = {};
  for (const [variable, { option, read, unit }] of Object.entries(variables)) {
    const value = env[variable]?.trim();
    if (!value) continue;
    options[option] = read(value);
    checkVariable({ variable, unit }, { [option]: options[option] }, table, owner);
  }
  return options as Partial<T>;
}

function checkVariable(
  { variable, unit: note = '' }: { readonly variable: string; readonly unit?: string },
  options: object,
  table: OptionTable<object>,
  owner: string,
): void {
  try {
    checkOptions(options, table, owner);
  } catch (cause) {
    const { message, option } = cause as KaizenOptionsError;
    const remedy = `Correct or unset the environment variable ${variable}${note && `, which is ${note}`}.`;
    throw new KaizenOptionsError(`${message} ${remedy}`, option, { cause });
  }
}
