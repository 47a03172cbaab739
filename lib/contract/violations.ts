import { type ValidationError, validateSync } from 'class-validator';
import { keepsRules } from './keeps-rules.js';

/** A broken rule: which field, as the names on the way to it, and what the rule says. */
export interface Violation {
  readonly path: readonly string[];
  readonly rule: string;
}

/** The rules of an instance's class that the instance breaks: the first of each field. */
export function violations(instance: object): Violation[] {
  if (keepsRules(instance)) return [];
  const errors = validateSync(instance, {
    forbidUnknownValues: false,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  return errors.flatMap((error) => flatten(error, []));
}

function flatten(error: ValidationError, parents: readonly string[]): Violation[] {
  const path = [...parents, error.property];
  const own = Object.values(error.constraints ?? {}).map((rule) => ({ path, rule }));
  const nested = (error.children ?? []).flatMap((child) => flatten(child, path));
  return [...own, ...nested];
}
