import { camelKeys } from '../shared/camel-keys.js';

type Fields = Readonly<Record<string, unknown>>;

/** Fields whose inside is the application's own. */
const OWN = ['parameters', 'arguments', 'metadata', 'schema', 'schemaDefinition'];

/** Fields of the vendor's own, written as the API's reference has them or as the SDK does, in the SDK's words. */
export function mistralFields(fields?: Fields): Record<string, unknown> {
  return camelKeys(fields, OWN);
}

/** Those of a request: of a reply's format the SDK has one more name, `schemaDefinition`. */
export function requestFields(fields?: Fields): Record<string, unknown> {
  const written = mistralFields(fields);
  const format = Object(written['responseFormat']) as Fields;
  const { schema, ...others } = Object(format['jsonSchema']) as Fields;
  if (schema === undefined) return written;
  const jsonSchema = { schemaDefinition: schema, ...others };
  return { ...written, responseFormat: { ...format, jsonSchema } };
}
