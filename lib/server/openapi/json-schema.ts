/** A JSON Schema (2020-12), as OpenAPI 3.1 has it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Refers to a schema, a response, a parameter or a header of the document by its name. */
export function ref(kind: 'schemas' | 'responses' | 'parameters' | 'headers', name: string) {
  return { $ref: `#/components/${kind}/${name}` };
}

/** The same schema with `null` allowed. */
export function nullable(schema: JsonSchema): JsonSchema {
  const { type, enum: values, description, ...rest } = schema;
  const told = description === undefined ? {} : { description };
  if (Array.isArray(values)) return { ...told, ...rest, enum: [...(values as unknown[]), null] };
  if (typeof type === 'string') return { ...told, type: [type, 'null'], ...rest };
  return { ...told, anyOf: [rest, { type: 'null' }] };
}
