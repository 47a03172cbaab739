import { camelKeys } from '../shared/camel-keys.js';

/** Fields whose inside is the application's own. */
const OWN = ['parameters', 'arguments', 'jsonSchema', 'data', 'document', 'toolOutput'];

/** Fields of the vendor's own, written as the API's reference has them or as the SDK does, in the SDK's words. */
export function cohereFields(fields?: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return camelKeys(fields, OWN);
}
