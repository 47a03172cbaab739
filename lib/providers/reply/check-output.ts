import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import type { OutputClass, OutputSpec } from '../options/output-spec.js';
import { schemaProblems } from './check-schema.js';

/** Data that was checked. */
export interface CheckedOutput {
  readonly data: unknown;
  /** What is wrong with it, one sentence each. Empty when it is right. */
  readonly problems: readonly string[];
  /** What the caller's own check threw. */
  readonly cause?: unknown;
}

/** More would fill the prompt of the next try. */
const MOST_PROBLEMS = 10;

const NOT_ACCEPTED = 'the data is not what was asked for';

/** Checks data against what it has to be, and makes it an instance of its class. */
export async function checkOutput(
  given: unknown,
  output: OutputSpec<unknown>,
): Promise<CheckedOutput> {
  const { dto, list = false, validate: accepts } = output;
  if (list && !Array.isArray(given)) return { data: given, problems: ['the data is no list'] };
  const broken = await schemaProblems(given, output);
  if (broken.length > 0) return { data: given, problems: broken.slice(0, MOST_PROBLEMS) };
  const { data, problems } = dto
    ? await instances(given, dto, list)
    : { data: given, problems: [] };
  if (problems.length > 0 || !accepts) return { data, problems: problems.slice(0, MOST_PROBLEMS) };
  return { data, ...ownVerdict(data, accepts) };
}

async function instances(
  given: unknown,
  dto: OutputClass<unknown>,
  list: boolean,
): Promise<CheckedOutput> {
  const items: readonly unknown[] = list ? (given as unknown[]) : [given];
  const made = items.map((item) => (isObject(item) ? plainToInstance(dto, item) : undefined));
  const checked = await Promise.all(
    made.map(async (item, at) => {
      const place = list ? `[${at}]` : '';
      if (!isObject(item)) return [`${place || 'the data'} is no object`];
      return problemsIn(await validate(item, { forbidUnknownValues: false }), place);
    }),
  );
  return { data: list ? made : made[0], problems: checked.flat() };
}

function problemsIn(errors: readonly ValidationError[], place: string): string[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const path = place === '' ? property : `${place}.${property}`;
    const own = Object.values(constraints).map((rule) => `${path}: ${rule}`);
    return [...own, ...problemsIn(children, path)];
  });
}

/** A check that throws, as parsers of schemas do, has found the data wrong. */
function ownVerdict(
  data: unknown,
  accepts: NonNullable<OutputSpec<unknown>['validate']>,
): Omit<CheckedOutput, 'data'> {
  try {
    const answer = accepts(data);
    if (typeof answer !== 'boolean') return { problems: answer.slice(0, MOST_PROBLEMS) };
    return { problems: answer ? [] : [NOT_ACCEPTED] };
  } catch (cause) {
    return { problems: [NOT_ACCEPTED], cause };
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
