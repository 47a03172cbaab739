import { readJson } from './sources.mjs';

/**
 * The Nest CLI's generators as function tools of a chat request; each one's parameters are the JSON Schema it ships.
 * @returns {{ type: 'function', function: { name: string, description: string, parameters: any } }[]}
 */
export function nestGenerators() {
  const { schematics } = readJson('@nestjs/schematics/dist/collection.json');
  return Object.entries(schematics)
    .filter(([, { schema }]) => schema !== undefined)
    .map(([name, { description, schema }]) => ({
      type: 'function',
      function: { name, description, parameters: readJson(`@nestjs/schematics/dist/${schema}`) },
    }));
}
