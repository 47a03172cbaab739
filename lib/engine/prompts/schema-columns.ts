import { isRecord } from '../../contract/is-record.js';

/** The names of properties in JSON Schemas, in the order in which the schemas have them. */
export function schemaColumns(schemas: object | null | undefined): string[] {
  if (!schemas) return [];
  const names = new Set<string>();
  const nodes = new Set<unknown>([schemas]);
  // A set is read on while it grows; it holds each node once, however the schemas refer to each other.
  for (const node of nodes) {
    if (typeof node !== 'object' || node === null) continue;
    const { properties } = node as { properties?: unknown };
    if (isRecord(properties)) for (const name of Object.keys(properties)) names.add(name);
    for (const child of Object.values(node)) nodes.add(child);
  }
  return [...names];
}
