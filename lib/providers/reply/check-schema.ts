import { KaizenDependencyError } from '../../errors/dependency.error.js';
import { KaizenOptionsError } from '../../errors/options.error.js';
import type { OutputSpec } from '../options/output-spec.js';
import { type SchemaCheck, schemaCheck, type Violation } from './schema-compiler.js';

/**
 * Makes the schema of a call ready, so that what is wrong with it is told before anything is sent.
 *
 * @throws {@link KaizenOptionsError} for what is no JSON Schema.
 * @throws {@link KaizenDependencyError} when `ajv` is not installed, and nothing but the schema checks the data.
 */
export async function prepareSchema(output: OutputSpec<unknown> | undefined): Promise<void> {
  if (output) await checkOf(output);
}

/** What of the schema the data breaks, one sentence each: where, and which rule, never what is there. */
export async function schemaProblems(
  data: unknown,
  output: OutputSpec<unknown>,
): Promise<readonly string[]> {
  const check = await checkOf(output);
  if (!check || check(data) === true) return [];
  const names = JSON.stringify(output.schema);
  return (check.errors ?? []).map((violation) => problem(violation, data, names));
}

async function checkOf({
  schema,
  dto,
  validate,
}: OutputSpec<unknown>): Promise<SchemaCheck | undefined> {
  if (!schema) return undefined;
  try {
    return await schemaCheck(schema);
  } catch (error) {
    if (!(error instanceof KaizenDependencyError)) throw unusable(error);
    if (dto || validate) return undefined;
    throw error;
  }
}

function problem(
  { instancePath, keyword, message = 'is wrong' }: Violation,
  data: unknown,
  names: string,
): string {
  const path = shownPath(instancePath, data, names);
  return `${path === '' ? 'the data' : path}: ${message} (${keyword})`;
}

/** A JSON Pointer, with `*` for each key that the schema does not name: the model chose it, out of the prompt perhaps. */
function shownPath(pointer: string, data: unknown, names: string): string {
  let place = data;
  const steps = pointer.split('/').slice(1);
  const shown = steps.map((step) => {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const isNamed = Array.isArray(place) || names.includes(JSON.stringify(key));
    place = (Object(place) as Record<string, unknown>)[key];
    return isNamed ? `/${step}` : '/*';
  });
  return shown.join('');
}

function unusable(cause: unknown): KaizenOptionsError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new KaizenOptionsError(
    `The option "output.schema" cannot be used: ${why}. Give a JSON Schema of draft 07, or of 2020-12 with its "$schema".`,
    'output.schema',
    { cause },
  );
}
