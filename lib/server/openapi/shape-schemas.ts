import type { RequestShape } from '../../contract/request-shapes.js';
import type { ResponseShape } from '../../contract/response-shapes.js';
import { FIELDS } from './descriptions.js';
import { type JsonSchema, nullable, ref } from './json-schema.js';
import { type RuledField, ruledFields } from './schema-of-rules.js';

/** Fields of the client's that are not in a body. */
const NOT_SENT = ['requestId'];

/** The schema of a request's body: its fields are the contract's, and their rules those of its class. */
export function requestSchema({ type, fields }: RequestShape): JsonSchema {
  const rules = new Map(ruledFields(type).map((field) => [field.name, field]));
  const known = fields.map(({ name, wire, shape }) => {
    const { schema, isOptional } = rules.get(name)!;
    const own = shape ? ref('schemas', shape.type.name) : schema;
    const described = describe(wire, own);
    return { wire, isOptional, schema: isOptional ? nullable(described) : described };
  });
  return { ...objectOf(known), additionalProperties: false };
}

/** The schema of a response's body. It may have further fields. */
export function responseSchema(
  { type, countsTokens }: ResponseShape,
  operation: string,
): JsonSchema {
  const fields = ruledFields(type).filter(({ name }) => !NOT_SENT.includes(name));
  const known = fields.map((field) => ({
    wire: snakeCase(field.name),
    isOptional: field.isOptional,
    schema: describe(snakeCase(field.name), sentSchema(field, operation)),
  }));
  if (!countsTokens) return objectOf(known);
  const byModel = { type: 'object', additionalProperties: ref('schemas', 'TokenStats') };
  const tokenStats = describe('token_stats', byModel);
  return objectOf([...known, { wire: 'token_stats', isOptional: true, schema: tokenStats }]);
}

/** The schema of a part of a response, from the rules of its class. */
export function partSchema(type: new () => object): JsonSchema {
  return objectOf(
    ruledFields(type).map(({ name, isOptional, schema }) => {
      const wire = snakeCase(name);
      return { wire, isOptional, schema: describe(wire, schema) };
    }),
  );
}

function sentSchema({ name, schema }: RuledField, operation: string): JsonSchema {
  if (name === 'operation') return { const: operation };
  return name === 'stats' ? ref('schemas', 'CompressionStats') : schema;
}

interface KnownField {
  readonly wire: string;
  readonly isOptional: boolean;
  readonly schema: JsonSchema;
}

function objectOf(fields: readonly KnownField[]): JsonSchema {
  const sorted = fields.toSorted((a, b) => Number(a.isOptional) - Number(b.isOptional));
  const required = sorted.filter(({ isOptional }) => !isOptional).map(({ wire }) => wire);
  const properties = Object.fromEntries(sorted.map(({ wire, schema }) => [wire, schema]));
  return { type: 'object', required, properties };
}

function describe(wire: string, schema: JsonSchema): JsonSchema {
  const description = FIELDS[wire];
  return description === undefined ? schema : { description, ...schema };
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
