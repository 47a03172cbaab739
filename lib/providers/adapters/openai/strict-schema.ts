type Schema = Readonly<Record<string, unknown>>;

/**
 * What OpenAI's strict mode takes; with any other keyword it refuses the request.
 *
 * @see https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 */
const KEYWORDS: readonly string[] = [
  ...['$schema', '$ref', '$defs', 'definitions', 'title', 'description', 'type', 'enum', 'const'],
  ...['properties', 'required', 'additionalProperties', 'items', 'anyOf', 'pattern', 'format'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minItems', 'maxItems'],
];

const FORMATS: readonly unknown[] = [
  ...['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'],
];

/**
 * Whether OpenAI's strict mode takes a schema as it is: its root is an object, every object in it has
 * `additionalProperties: false` and requires all of its properties, and it has no keyword that the mode lacks.
 */
export function isStrictSchema(schema: Schema): boolean {
  return schema['type'] === 'object' && !('anyOf' in schema) && isStrict(schema);
}

function isStrict(given: unknown): boolean {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  const schema = given as Schema;
  if ('$ref' in schema) return Object.keys(schema).length === 1;
  return hasStrictWords(schema) && isClosed(schema) && schemasIn(schema).every(isStrict);
}

function hasStrictWords(schema: Schema): boolean {
  const { format } = schema;
  return (
    Object.keys(schema).every((keyword) => KEYWORDS.includes(keyword)) &&
    ('type' in schema || 'anyOf' in schema) &&
    (format === undefined || FORMATS.includes(format))
  );
}

/** Whether an object has no room for other properties, and a list says what its items are. */
function isClosed({ type, items, additionalProperties, properties, required }: Schema): boolean {
  const types = [type].flat();
  if (types.includes('array') && items === undefined) return false;
  if (!types.includes('object')) return true;
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  return additionalProperties === false && keysOf(properties).every((name) => names.includes(name));
}

function schemasIn({ items, anyOf, properties, $defs, definitions }: Schema): unknown[] {
  const inside = [anyOf, properties, $defs, definitions].flatMap(valuesOf);
  return items === undefined ? inside : [...inside, items];
}

function keysOf(given: unknown): string[] {
  return Object.keys(given ?? {});
}

function valuesOf(given: unknown): unknown[] {
  return Object.values(given ?? {});
}
