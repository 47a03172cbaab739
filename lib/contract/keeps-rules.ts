import { getMetadataStorage, ValidationTypes } from 'class-validator';

/** A rule as class-validator keeps it for its decorator. */
type Rule = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];
type Class = Parameters<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[0];
type Check = (value: unknown, object: object) => boolean;

/** The rules of one field. Where not all conditions are true, as for an optional field, none counts. */
interface FieldChecks {
  readonly name: string;
  readonly conditions: readonly Check[];
  readonly checks: readonly Check[];
}

/** The rules that have a function of their own. */
const CUSTOM: readonly string[] = [ValidationTypes.CUSTOM_VALIDATION, ValidationTypes.IS_DEFINED];
const CHECKS_BY_CLASS = new WeakMap<object, readonly FieldChecks[]>();

/**
 * Whether an instance surely keeps every rule of its class. When this says no, class-validator has the
 * word: what is seldom or slow is left to it.
 *
 * The rules are class-validator's own, gathered once for a class. class-validator gathers and groups
 * them anew for each object, which takes longer than all else that a small response is put through.
 */
export function keepsRules(instance: object): boolean {
  const record = instance as Readonly<Record<string, unknown>>;
  return checksOf(instance.constructor).every(({ name, conditions, checks }) => {
    const value = record[name];
    const holds = (check: Check) => check(value, instance);
    return !conditions.every(holds) || checks.every(holds);
  });
}

function checksOf(type: unknown): readonly FieldChecks[] {
  if (typeof type !== 'function') return [{ name: '', conditions: [], checks: [unsure] }];
  let checks = CHECKS_BY_CLASS.get(type);
  if (!checks) CHECKS_BY_CLASS.set(type, (checks = gather(type)));
  return checks;
}

function gather(type: Class): FieldChecks[] {
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(type, '', false, false);
  return Object.entries(storage.groupByPropertyName(rules)).map(([name, ofField]) => {
    const conditions = ofField.filter(isCondition).map(condition);
    const checks = ofField.filter((rule) => !isCondition(rule)).map(check);
    return { name, conditions, checks };
  });
}

function isCondition({ type }: Rule): boolean {
  return type === ValidationTypes.CONDITIONAL_VALIDATION;
}

function condition({ constraints }: Rule): Check {
  const [applies] = constraints as [(object: object, value: unknown) => boolean];
  return (value, object) => applies(object, value);
}

function check(rule: Rule): Check {
  if (rule.validateIf || rule.groups?.length) return unsure;
  if (rule.type === ValidationTypes.NESTED_VALIDATION) return nested;
  return CUSTOM.includes(rule.type) ? custom(rule) : unsure;
}

function custom({ constraintCls, constraints, propertyName: property, each }: Rule): Check {
  const rules = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  return (value, object) => {
    const told = { targetName: object.constructor.name, property, object, value, constraints };
    const keeps = (one: unknown) =>
      rules.every((rule) => rule.instance.validate(one, told) === true);
    if (!each) return keeps(value);
    return Array.isArray(value) && value.every(keeps);
  };
}

function nested(value: unknown): boolean {
  if (value === undefined) return true;
  return value instanceof Object && !Array.isArray(value) && keepsRules(value);
}

function unsure(): boolean {
  return false;
}
