import { getMetadataStorage } from 'class-validator';
import type { JsonSchema } from './json-schema.js';

/** A rule that a decorator of class-validator left on a class. */
interface Rule {
  readonly propertyName: string;
  readonly name?: string | undefined;
  readonly constraints?: readonly unknown[] | undefined;
  readonly each?: boolean | undefined;
}

/** A field of a class, as its rules say it. */
export interface RuledField {
  /** The name in TypeScript. */
  readonly name: string;
  readonly isOptional: boolean;
  readonly schema: JsonSchema;
}

/** What each rule says in JSON Schema, by the name of its decorator. */
const SCHEMAS: Readonly<Record<string, (constraints: readonly unknown[]) => JsonSchema>> = {
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isString: () => ({ type: 'string' }),
  isBoolean: () => ({ type: 'boolean' }),
  isArray: () => ({ type: 'array' }),
  isRecord: () => ({ type: 'object' }),
  min: ([minimum]) => ({ minimum }),
  max: ([maximum]) => ({ maximum }),
  isIn: ([values]) => ({ enum: values }),
  equals: ([value]) => ({ const: value }),
  matches: ([pattern]) => ({ type: 'string', pattern: (pattern as RegExp).source }),
};

/** The fields of a class that have rules, those of its parents first. */
export function ruledFields(type: new () => object): RuledField[] {
  const rules: Rule[] = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const names = [...new Set(rules.map(({ propertyName }) => propertyName))];
  return names.map((name) =>
    fieldOf(
      name,
      rules.filter((rule) => rule.propertyName === name),
    ),
  );
}

function fieldOf(name: string, rules: readonly Rule[]): RuledField {
  const schema = Object.assign({}, ...rules.map(schemaOf)) as JsonSchema;
  return { name, isOptional: rules.some((rule) => rule.name === 'isOptional'), schema };
}

function schemaOf({ name = '', constraints = [], each }: Rule): JsonSchema {
  const schema = SCHEMAS[name]?.(constraints) ?? {};
  return each ? { items: schema } : schema;
}
