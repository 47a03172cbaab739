import { readFileSync } from 'node:fs';
import type { JsonValue } from 'nestjs-kaizen/ktof';

const MODULES = new URL('../../node_modules/', import.meta.url);

type Json = Record<string, JsonValue>;

function readModuleFile(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, MODULES), 'utf8'));
}

function readRows(path: string, count: number): JsonValue {
  return (readModuleFile(path) as JsonValue[]).slice(0, count);
}

/** The first `count` entries of one of the tables of `@mdn/browser-compat-data`. */
function readCompatData(path: readonly string[], count: number): JsonValue {
  const data = readModuleFile('@mdn/browser-compat-data/data.json') as Json;
  const table = path.reduce((node, key) => node[key] as Json, data);
  return Object.fromEntries(Object.entries(table).slice(0, count));
}

function readManifests(): JsonValue {
  const names = ['jest', 'eslint', 'typescript', 'rxjs', 'fast-check', '@nestjs/core'];
  return names.map((name) => readModuleFile(`${name}/package.json`) as JsonValue);
}

/** Data as it is met in practice: flat, sparse, nested and deep, cut to sizes that keep tests quick. */
export function loadRealData(): { name: string; value: JsonValue }[] {
  return [
    { name: 'cars', value: readRows('vega-datasets/data/cars.json', 406) },
    { name: 'movies', value: readRows('vega-datasets/data/movies.json', 250) },
    {
      name: 'miserables',
      value: readModuleFile('vega-datasets/data/miserables.json') as JsonValue,
    },
    { name: 'world countries', value: readRows('world-countries/countries.json', 25) },
    { name: 'browsers', value: readCompatData(['browsers'], 3) },
    { name: 'CSS properties', value: readCompatData(['css', 'properties'], 12) },
    { name: 'package manifests', value: readManifests() },
  ];
}
