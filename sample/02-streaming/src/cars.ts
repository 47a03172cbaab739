import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** A record of the data set, as far as this sample looks at it. */
export interface Car {
  readonly Name: string;
  readonly Miles_per_Gallon: number | null;
  readonly Horsepower: number | null;
  readonly Year: string;
}

/** 406 cars, read from the package `vega-datasets`. */
export function loadCars(): Car[] {
  const folder = path.dirname(createRequire(import.meta.url).resolve('vega-datasets'));
  return JSON.parse(readFileSync(path.join(folder, '../data/cars.json'), 'utf8')) as Car[];
}
