import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import type { OutputClass, OutputSpec } from '../options/output-spec.js';

/** Data that was checked. */
export interface CheckedOutput {
  readonly data: unknown;
  /** What is wrong with it, one sentence each. Empty when it is right. */
  readonly problems: readonly string[];
}

/** More would fill the prompt of the next try. */
const MOST_PROBLEMS = 10;

/** Checks data against what it has to be, and makes it an instance of its class. */
export async function checkOutput(
  given: unknown,
  { dto, list = false, validate: accepts }: OutputSpec<unknown>,
): Promise<CheckedOutput> {
  if (list && !Array.isArray(given)) return { data: given, problems: ['the data is no list'] };
  const { data, problems } = dto
    ? await instances(given, dto, list)
    : { data: given, problems: [] };
  const own = problems.length === 0 && accepts ? verdict(accepts(data)) : problems;
  return { data, problems: own.slice(0, MOST_PROBLEMS) };
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

function verdict(answer: boolean | readonly string[]): readonly string[] {
  if (typeof answer !== 'boolean') return answer;
  return answer ? [] : ['the data is not what was asked for'];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
